"use client";

import { useState } from "react";
import { toast } from "@/components/ui/toast";
import type { AppToConfirm } from "@/domain/second-factors/second-factor-views";
import { AppCodeForm } from "./app-code-form";
import { AppNameForm } from "./app-name-form";
import { RecoveryCodesDialog } from "./recovery-codes-dialog";
import type { SecondFactorActions } from "./second-factor-actions";

/** Adds an authenticator app: name and password, then the picture and its first code, then, with the first app, the recovery codes. */
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
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  if (codes !== null) return <RecoveryCodesDialog codes={codes} email={email} onClose={onAdded} />;
  if (app === null)
    return <AppNameForm email={email} begin={actions.beginApp} onBegun={setApp} onClose={onClose} />;
  return (
    <AppCodeForm
      app={app}
      confirm={actions.confirmApp}
      onClose={onClose}
      onConfirmed={({ recoveryCodes, sessionsEnded }) => {
        toast.success("The authenticator app is added", {
          description:
            sessionsEnded === 0
              ? undefined
              : `${sessionsEnded} other ${sessionsEnded === 1 ? "session has" : "sessions have"} ended.`,
        });
        if (recoveryCodes === null) onAdded();
        else setCodes(recoveryCodes);
      }}
    />
  );
}
