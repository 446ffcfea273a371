import type { Metadata } from "next";
import * as actions from "@/app/(desk)/gateways/actions";
import { requireDesk } from "@/app/desk-context";
import { GatewayExamples } from "@/components/gateways/gateway-examples";
import { Gateways } from "@/components/gateways/gateways";
import { listGateways } from "@/services/gateways/list";

export const metadata: Metadata = { title: "Gateways" };

export default async function GatewaysPage() {
  const { context, viewer } = await requireDesk("gateway.view");
  const gateways = await listGateways(context);
  if (!gateways.ok) throw new Error(gateways.refusal.message);
  const { apiUrl } = context.config;
  return (
    <div className="grid gap-8">
      <div className="min-w-0">
        <Gateways
          gateways={gateways.value}
          accountName={viewer.account.name}
          baseUrl={apiUrl}
          now={context.now()}
          actions={{ create: actions.create, remove: actions.remove }}
        />
      </div>
      <GatewayExamples baseUrl={apiUrl} />
    </div>
  );
}
