"use client";

import { Plus, Router } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { AddDialog } from "@/components/gateways/add-dialog";
import { GatewayTable } from "@/components/gateways/gateway-table";
import type { GatewayActions, GatewayView } from "@/components/gateways/gateway-view";
import { RemoveDialog } from "@/components/gateways/remove-dialog";
import { useReauth } from "@/components/reauth/reauth-provider";
import type { NewSecret } from "@/components/secret/new-secret";
import { SecretDialog } from "@/components/secret/secret-dialog";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { toast } from "@/components/ui/toast";
import { gatewaySamples } from "@/domain/verification/gateway-samples";

type Open =
  | { readonly kind: "add" }
  | { readonly kind: "secret"; readonly secret: NewSecret }
  | { readonly kind: "remove"; readonly gateway: GatewayView };

/** The callers of the verification endpoints: add, see when they last asked, remove. */
export function Gateways({
  gateways,
  accountName,
  baseUrl,
  now,
  actions,
}: {
  gateways: readonly GatewayView[];
  accountName: string;
  baseUrl: string;
  now: Date;
  actions: GatewayActions;
}) {
  const router = useRouter();
  const guarded = useReauth();
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
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
  const secret = open?.kind === "secret" ? open.secret : null;
  return (
    <>
      <PageHeader title="Gateways" actions={gateways.length > 0 ? addButton : null} />
      {gateways.length === 0 ? (
        <div className="border-t">
          <EmptyState icon={<Router />} title="No gateways yet" actions={addButton}>
            A gateway is whatever stands in front of your API, or the API itself: it sends each token here and
            is told whether it is good, and for what.
          </EmptyState>
        </div>
      ) : (
        <GatewayTable
          gateways={gateways}
          now={now}
          onRemove={(gateway) => setOpen({ kind: "remove", gateway })}
        />
      )}
      {open?.kind === "add" ? (
        <AddDialog
          accountName={accountName}
          create={(input) => guarded(() => actions.create(input))}
          onClose={() => {
            close();
            router.refresh();
          }}
          onCreated={(gateway) =>
            setOpen({
              kind: "secret",
              secret: { ...gateway, scheme: "Bearer", actsAs: null, expiresAt: null },
            })
          }
        />
      ) : null}
      <SecretDialog
        secret={secret}
        baseUrl={baseUrl}
        title="Store this gateway token now"
        description={
          secret ? (
            <>
              <strong className="wrap-anywhere font-semibold text-ink">{secret.name}</strong> asks with it
              until you remove the gateway. You can’t see it again after you close this.
            </>
          ) : null
        }
        samples={secret ? gatewaySamples({ baseUrl, secret: secret.secret }) : []}
        onClose={() => {
          close();
          router.refresh();
        }}
      />
      {open?.kind === "remove" ? (
        <RemoveDialog
          gateway={open.gateway}
          now={now}
          remove={(gatewayId) => guarded(() => actions.remove(gatewayId))}
          onClose={close}
          onRemoved={() => {
            toast.success(`Removed ${open.gateway.name}`);
            router.refresh();
          }}
        />
      ) : null}
    </>
  );
}
