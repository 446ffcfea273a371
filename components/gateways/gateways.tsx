"use client";

import { Plus, Router } from "lucide-react";
import { useState } from "react";
import type { Addresses, GatewayActions } from "@/components/gateways/gateway-actions";
import { type GatewayDialog, GatewayDialogs } from "@/components/gateways/gateway-dialogs";
import { GatewayTable } from "@/components/gateways/gateway-table";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import type { ListedGateway } from "@/domain/gateways/gateway-views";

/** The callers of the verification endpoints: add, see what they were told, renew, remove. */
export function Gateways({
  gateways,
  accountName,
  addresses,
  now,
  actions,
}: {
  gateways: readonly ListedGateway[];
  accountName: string;
  addresses: Addresses;
  now: Date;
  actions: GatewayActions;
}) {
  const [open, setOpen] = useState<GatewayDialog | null>(null);
  const addButton = (
    <Button
      variant="primary"
      icon={<Plus />}
      className="max-sm:flex-1"
      onClick={() => setOpen({ kind: "add" })}
    >
      Add gateway
    </Button>
  );
  return (
    <>
      <PageHeader title="Gateways" actions={gateways.length > 0 ? addButton : null} />
      {gateways.length === 0 ? (
        <div className="border-t">
          <EmptyState icon={<Router />} title="No gateways yet" actions={addButton}>
            A gateway is whatever stands in front of your API, or the API itself: it sends each token here and
            is told whether it is good, and for what. nginx, Caddy, Traefik and Envoy come ready to run.
          </EmptyState>
        </div>
      ) : (
        <GatewayTable gateways={gateways} now={now} onOpen={setOpen} />
      )}
      <GatewayDialogs
        open={open}
        onOpen={setOpen}
        accountName={accountName}
        addresses={addresses}
        actions={actions}
        now={now}
      />
    </>
  );
}
