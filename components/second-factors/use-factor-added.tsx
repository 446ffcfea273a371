"use client";

import { type ReactNode, useState } from "react";
import { toast } from "@/components/ui/toast";
import { RecoveryCodesDialog } from "./recovery-codes-dialog";
import type { AddedFactor } from "./second-factor-actions";

/**
 * What follows when a second factor is added: with the first one its recovery codes in a dialog, `codes`, which is shown instead of what
 * was there; then a notification.
 * @param said what the notification says
 * @param onAdded the factor is added, and its recovery codes are in safe hands
 */
export function useFactorAdded({
  said,
  email,
  onAdded,
}: {
  said: string;
  email: string;
  onAdded: () => void;
}): { codes: ReactNode; onConfirmed: (added: AddedFactor) => void } {
  const [first, setFirst] = useState<AddedFactor | null>(null);
  const finish = ({ sessionsEnded }: AddedFactor) => {
    toast.success(said, {
      description:
        sessionsEnded === 0
          ? undefined
          : `${sessionsEnded} other ${sessionsEnded === 1 ? "session has" : "sessions have"} ended.`,
    });
    onAdded();
  };
  return {
    codes: first?.recoveryCodes ? (
      <RecoveryCodesDialog codes={first.recoveryCodes} email={email} onClose={() => finish(first)} />
    ) : null,
    onConfirmed: (added) => (added.recoveryCodes === null ? finish(added) : setFirst(added)),
  };
}
