"use client";

import { useEffect, useState } from "react";
import type { TokenActions } from "@/components/tokens/token-actions";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { formatCount } from "@/components/ui/format-count";
import { Skeleton } from "@/components/ui/skeleton";

/** Every live token of the account at once: the exact count is stated and must be typed. */
export function RevokeAllDialog({
  countLive,
  revokeAll,
  onClose,
  onRevoked,
}: {
  countLive: TokenActions["countLive"];
  revokeAll: TokenActions["revokeAll"];
  onClose: () => void;
  onRevoked: (count: number) => void;
}) {
  const [count, setCount] = useState<number | null>(null);
  const [ofClients, setOfClients] = useState(0);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    let current = true;
    countLive()
      .then((result) => {
        if (!current) return;
        if (result.ok) {
          setCount(result.value.count);
          setOfClients(result.value.ofClients);
        } else setFailure(result.refusal.message);
      })
      .catch(() => current && setFailure("The connection was lost. Try again."));
    return () => {
      current = false;
    };
  }, [countLive]);

  return (
    <ConfirmDialog
      key={count}
      open
      onOpenChange={(open) => !open && onClose()}
      title="Revoke all tokens?"
      description={
        count === null
          ? "Counting the tokens of this account."
          : `All ${formatCount(count)} tokens of this account${ofClients === 0 ? "" : `, and ${formatCount(ofClients)} that API clients obtained,`} stop working at once: every program that uses one is refused.${ofClients === 0 ? "" : " API clients stay and can obtain new ones: disable those that must not."} This cannot be undone.`
      }
      confirmLabel="Revoke all tokens"
      typeToConfirm={count === null || count + ofClients === 0 ? null : String(count)}
      onConfirm={async () => {
        if (count === null) return failure ?? "One moment: the tokens are being counted.";
        if (count + ofClients === 0) return "There is no token to revoke.";
        const result = await revokeAll(String(count));
        if (!result.ok) return result.refusal.message;
        onRevoked(result.value.count);
        return undefined;
      }}
    >
      {count === null && failure === null ? <Skeleton className="w-72" /> : null}
      {failure ? (
        <p role="alert" className="text-bad">
          {failure}
        </p>
      ) : null}
    </ConfirmDialog>
  );
}
