"use client";

import { Download, RefreshCw, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { Addresses, GatewayActions } from "@/components/gateways/gateway-actions";
import { type GatewayDialog, GatewayDialogs } from "@/components/gateways/gateway-dialogs";
import { Button } from "@/components/ui/button";
import type { GatewaySummary } from "@/domain/gateways/gateway-views";
import { hasBundle } from "@/domain/gateways/kinds";

/** What can be done with the gateway of the page. */
export function GatewayPageActions({
  gateway,
  accountName,
  addresses,
  actions,
  now,
}: {
  gateway: GatewaySummary;
  accountName: string;
  addresses: Addresses;
  actions: GatewayActions;
  now: Date;
}) {
  const router = useRouter();
  const [open, setOpen] = useState<GatewayDialog | null>(null);
  return (
    <>
      <Button
        icon={hasBundle(gateway.kind) ? <Download /> : <RefreshCw />}
        onClick={() => setOpen({ kind: "renew", gateway })}
      >
        {hasBundle(gateway.kind) ? "Download again" : "New token"}
      </Button>
      <Button variant="danger-ghost" icon={<Trash2 />} onClick={() => setOpen({ kind: "remove", gateway })}>
        Remove
      </Button>
      <GatewayDialogs
        open={open}
        onOpen={setOpen}
        accountName={accountName}
        addresses={addresses}
        actions={actions}
        now={now}
        onRemoved={() => router.push("/gateways")}
      />
    </>
  );
}
