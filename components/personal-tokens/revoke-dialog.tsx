"use client";

import type { PersonalTokenActions } from "@/components/personal-tokens/personal-token-actions";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { formatRelative } from "@/components/ui/format-time";
import type { PersonalToken } from "@/domain/tokens/token-views";

/** Zephyr: "Ensure that you want to revoke the selected API token … click on the Confirm button". */
export function RevokeDialog({
  token,
  now,
  revoke,
  onClose,
  onRevoked,
}: {
  token: PersonalToken;
  now: Date;
  revoke: PersonalTokenActions["revoke"];
  onClose: () => void;
  onRevoked: () => void;
}) {
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Revoke ${token.name}?`}
      description="Every connection that uses it stops working at once. This cannot be undone."
      confirmLabel="Confirm"
      onConfirm={async () => {
        const result = await revoke(token.id);
        if (!result.ok) return result.refusal.message;
        onRevoked();
        return undefined;
      }}
    >
      <p>
        {token.lastUsedAt
          ? `It was last used ${formatRelative(token.lastUsedAt, now)}${token.lastIp ? ` from ${token.lastIp}` : ""}.`
          : "It was never used."}
      </p>
    </ConfirmDialog>
  );
}
