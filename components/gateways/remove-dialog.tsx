"use client";

import type { GatewayActions } from "@/components/gateways/gateway-actions";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { formatRelative } from "@/components/ui/format-time";
import type { GatewaySummary } from "@/domain/gateways/gateway-views";
import { needsTypedConfirmation } from "@/domain/tokens/confirmation";

/** Says what stops working; a gateway in use needs its name typed. */
export function RemoveDialog({
  gateway,
  now,
  remove,
  onClose,
  onRemoved,
}: {
  gateway: Pick<GatewaySummary, "id" | "name" | "lastUsedAt" | "lastIp">;
  now: Date;
  remove: GatewayActions["remove"];
  onClose: () => void;
  onRemoved: () => void;
}) {
  const { lastUsedAt } = gateway;
  const inUse = needsTypedConfirmation(lastUsedAt, now);
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Remove ${gateway.name}?`}
      description="Its token is destroyed. From its next question on it is refused, so everything behind it refuses its callers, however good their tokens are. This cannot be undone."
      confirmLabel="Remove gateway"
      typeToConfirm={inUse ? gateway.name : null}
      onConfirm={async () => {
        const result = await remove(gateway.id);
        if (!result.ok) return result.refusal.message;
        onRemoved();
        return undefined;
      }}
    >
      <p className={inUse ? "font-medium text-bad" : undefined}>
        {lastUsedAt
          ? `It last asked ${formatRelative(lastUsedAt, now)}${gateway.lastIp ? ` from ${gateway.lastIp}` : ""}.`
          : "It has never asked."}
      </p>
    </ConfirmDialog>
  );
}
