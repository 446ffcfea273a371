"use client";

import { useState } from "react";
import type { AppToConfirm } from "@/domain/second-factors/second-factor-views";
import { AppCodeForm } from "./app-code-form";
import { FactorNameForm } from "./factor-name-form";
import type { SecondFactorActions } from "./second-factor-actions";
import { useFactorAdded } from "./use-factor-added";

/** Adds an authenticator app: name and password, then the picture and its first code, then, with the first factor, the recovery codes. */
export function AddAppDialog({
  email,
  actions,
  onClose,
  onAdded,
}: {
  email: string;
  actions: SecondFactorActions;
  onClose: () => void;
  /** The app is added, and its recovery codes are in safe hands. */
  onAdded: () => void;
}) {
  const [app, setApp] = useState<AppToConfirm | null>(null);
  const { codes, onConfirmed } = useFactorAdded({ said: "The authenticator app is added", email, onAdded });
  if (codes !== null) return codes;
  if (app === null)
    return (
      <FactorNameForm
        title="Add an authenticator app"
        description="An app on your phone that shows six digits, new ones each half minute. Most password managers can do it too."
        name="Phone"
        email={email}
        begin={actions.beginApp}
        onBegun={setApp}
        onClose={onClose}
      />
    );
  return <AppCodeForm app={app} confirm={actions.confirmApp} onClose={onClose} onConfirmed={onConfirmed} />;
}
