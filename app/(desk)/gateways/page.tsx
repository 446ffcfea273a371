import type { Metadata } from "next";
import * as actions from "@/app/(desk)/gateways/actions";
import { requireDesk } from "@/app/desk-context";
import { expectDone } from "@/app/expect-done";
import { GatewayExamples } from "@/components/gateways/gateway-examples";
import { Gateways } from "@/components/gateways/gateways";
import { listGateways } from "@/services/gateways/list";

export const metadata: Metadata = { title: "Gateways" };

export default async function GatewaysPage() {
  const { context, viewer } = await requireDesk("gateway.view");
  const gateways = expectDone(await listGateways(context));
  const { apiUrl, deskUrl } = context.config;
  return (
    <div className="grid gap-8">
      <div className="min-w-0">
        <Gateways
          gateways={gateways}
          accountName={viewer.account.name}
          addresses={{ apiUrl, deskUrl }}
          now={context.now()}
          actions={{ create: actions.create, renew: actions.renew, remove: actions.remove }}
        />
      </div>
      <GatewayExamples baseUrl={apiUrl} />
    </div>
  );
}
