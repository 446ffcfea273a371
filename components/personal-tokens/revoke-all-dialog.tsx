"use client";

import type { PersonalTokenActions } from "@/components/personal-tokens/personal-token-actions";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";

/** All of one's own tokens at once; the server compares the count with what it finds. */
export function RevokeAllDialog({
  count,
  revokeAll,
  onClose,
  onRevoked,
  onChanged,
}: {
  count: number;
  revokeAll: PersonalTokenActions["revokeAll"];
  onClose: () => void;
  onRevoked: (count: number) => void;
  /** There are more or fewer than the dialog says: show the list anew. */
  onChanged: () => void;
}) {
  const tokens = count === 1 ? "your API token" : `all ${count} of your API tokens`;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Revoke ${tokens}?`}
      description="Every connection that uses one of them stops working at once. This cannot be undone."
      confirmLabel="Confirm"
      onConfirm={async () => {
        const result = await revokeAll(String(count));
        if (result.ok) {
          onRevoked(result.value.count);
          return undefined;
        }
        if (result.refusal.code !== "confirmation_mismatch") return result.refusal.message;
        onChanged();
        return "Your list has changed meanwhile, and nothing was revoked. Look at the new number and confirm again.";
      }}
    />
  );
}
