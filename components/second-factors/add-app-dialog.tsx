"use client";

import { useState } from "react";
import { toast } from "@/components/ui/toast";
import type { AppToConfirm, NewRecoveryCodes } from "@/domain/second-factors/second-factor-views";
import { AppCodeForm } from "./app-code-form";
import { AppNameForm } from "./app-name-form";
import { RecoveryCodesDialog } from "./recovery-codes-dialog";
import type { SecondFactorActions } from "./second-factor-actions";

type Added = NewRecoveryCodes & { readonly sessionsEnded: number };

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
  const [added, setAdded] = useState<Added | null>(null);
  const finish = ({ sessionsEnded }: Added) => {
    toast.success("The authenticator app is added", {
      description:
        sessionsEnded === 0
          ? undefined
          : `${sessionsEnded} other ${sessionsEnded === 1 ? "session has" : "sessions have"} ended.`,
    });
    onAdded();
  };
  if (added?.recoveryCodes)
    return <RecoveryCodesDialog codes={added.recoveryCodes} email={email} onClose={() => finish(added)} />;
  if (app === null)
    return <AppNameForm email={email} begin={actions.beginApp} onBegun={setApp} onClose={onClose} />;
  return (
    <AppCodeForm
      app={app}
      confirm={actions.confirmApp}
      onClose={onClose}
      onConfirmed={(confirmed) =>
        confirmed.recoveryCodes === null ? finish(confirmed) : setAdded(confirmed)
      }
    />
  );
}
