"use client";

import { useState } from "react";
import type { ApiClientActions } from "@/components/api-clients/api-client-actions";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { formatCount } from "@/components/ui/format-count";
import { formatRelative } from "@/components/ui/format-time";
import type { ApiClientView } from "@/domain/access/api-client-views";

/** Says what ends with the client; one in use needs its name typed. */
export function DeleteClientDialog({
  client,
  now,
  remove,
  onClose,
  onRemoved,
}: {
  client: ApiClientView;
  now: Date;
  remove: ApiClientActions["remove"];
  onClose: () => void;
  onRemoved: () => void;
}) {
  const { liveTokens, lastUsedAt } = client;
  const [needsName, setNeedsName] = useState(client.deleteNeedsName);
  const isUsedMeanwhile = needsName && !client.deleteNeedsName;
  const lastUse = lastUsedAt
    ? `It last obtained a token ${formatRelative(lastUsedAt, now)}.`
    : "It was never used.";
  const live =
    liveTokens === 0
      ? "None of its tokens works at this moment."
      : `${formatCount(liveTokens)} ${liveTokens === 1 ? "token of it works" : "tokens of it work"} now.`;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Delete ${client.name}?`}
      description="Its secret is destroyed, it obtains no more tokens, and those that it has are refused at once. This cannot be undone."
      confirmLabel="Delete API client"
      typeToConfirm={needsName ? client.name : null}
      onConfirm={async () => {
        const result = await remove(client.id, needsName ? client.name : undefined);
        // It was used since the page was read: the question that the answer asks for is put here.
        if (!result.ok && result.refusal.code === "confirmation_mismatch") setNeedsName(true);
        if (!result.ok) return result.refusal.message;
        onRemoved();
        return undefined;
      }}
    >
      <p className={liveTokens > 0 || isUsedMeanwhile ? "font-medium text-bad" : undefined}>
        {isUsedMeanwhile ? "It has obtained a token since this page was read." : `${lastUse} ${live}`}
      </p>
    </ConfirmDialog>
  );
}
