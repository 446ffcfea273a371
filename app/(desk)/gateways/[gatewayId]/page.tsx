import type { Metadata } from "next";
import * as actions from "@/app/(desk)/gateways/actions";
import { requireDesk } from "@/app/desk-context";
import { expectDone } from "@/app/expect-done";
import { GatewayPage } from "@/components/gateways/gateway-page";
import { loadGateway } from "@/services/gateways/load";

export const metadata: Metadata = { title: "Gateway" };

type Props = { params: Promise<{ gatewayId: string }> };

export default async function OneGatewayPage({ params }: Props) {
  const { context, viewer } = await requireDesk("gateway.view");
  const { gatewayId } = await params;
  const gateway = expectDone(await loadGateway(context, { gatewayId }));
  const { apiUrl, deskUrl } = context.config;
  return (
    <GatewayPage
      gateway={gateway}
      accountName={viewer.account.name}
      addresses={{ apiUrl, deskUrl }}
      actions={{ create: actions.create, renew: actions.renew, remove: actions.remove }}
    />
  );
}
