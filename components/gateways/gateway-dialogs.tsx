"use client";

import { AddDialog } from "@/components/gateways/add-dialog";
import type { Addresses, GatewayActions } from "@/components/gateways/gateway-actions";
import { GatewaySecretDialog, type ShownGateway } from "@/components/gateways/gateway-secret-dialog";
import { RemoveDialog } from "@/components/gateways/remove-dialog";
import { RenewDialog } from "@/components/gateways/renew-dialog";
import { useReauth } from "@/components/reauth/reauth-provider";
import { toast } from "@/components/ui/toast";
import { useRefresh } from "@/components/ui/use-refresh";
import type { GatewaySummary } from "@/domain/gateways/gateway-views";

export type GatewayDialog =
  | { readonly kind: "add" }
  | { readonly kind: "renew"; readonly gateway: GatewaySummary }
  | { readonly kind: "secret"; readonly gateway: ShownGateway }
  | { readonly kind: "remove"; readonly gateway: GatewaySummary };

/** What can be open over the pages of gateways: one at a time. */
export function GatewayDialogs({
  open,
  onOpen,
  accountName,
  addresses,
  actions,
  now,
  onRemoved,
}: {
  open: GatewayDialog | null;
  onOpen: (dialog: GatewayDialog | null) => void;
  accountName: string;
  addresses: Addresses;
  actions: GatewayActions;
  now: Date;
  /** Left out, the page is refreshed. */
  onRemoved?: () => void;
}) {
  const refresh = useRefresh();
  const guarded = useReauth();
  const close = () => onOpen(null);
  const closeAndRefresh = () => {
    close();
    refresh();
  };
  const show = (gateway: ShownGateway) => onOpen({ kind: "secret", gateway });
  return (
    <>
      {open?.kind === "add" ? (
        <AddDialog
          accountName={accountName}
          create={(input) => guarded(() => actions.create(input))}
          onClose={closeAndRefresh}
          onCreated={show}
        />
      ) : null}
      {open?.kind === "renew" ? (
        <RenewDialog
          gateway={open.gateway}
          now={now}
          renew={(input) => guarded(() => actions.renew(input))}
          onClose={closeAndRefresh}
          onRenewed={show}
        />
      ) : null}
      <GatewaySecretDialog
        gateway={open?.kind === "secret" ? open.gateway : null}
        addresses={addresses}
        onClose={closeAndRefresh}
      />
      {open?.kind === "remove" ? (
        <RemoveDialog
          gateway={open.gateway}
          now={now}
          remove={(gatewayId) => guarded(() => actions.remove(gatewayId))}
          onClose={close}
          onRemoved={() => {
            toast.success(`Removed ${open.gateway.name}`);
            if (onRemoved) onRemoved();
            else refresh();
          }}
        />
      ) : null}
    </>
  );
}
