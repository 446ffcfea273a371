"use server";

import { getDeskContext } from "@/app/desk-context";
import type { GatewayKind } from "@/domain/gateways/kinds";
import { createGateway } from "@/services/gateways/create";
import { deleteGateway } from "@/services/gateways/delete";
import { deleteDownloadedGateway } from "@/services/gateways/downloaded";
import { renewGateway } from "@/services/gateways/renew";

// Arguments are claims: each service parses them, and reads the rights in its own transaction.

export async function create(input: {
  name: string;
  kind: GatewayKind;
  forDeployment: boolean;
  requestKey: string;
}) {
  return createGateway(await getDeskContext(), input);
}

export async function renew(input: {
  gatewayId: string;
  kind: GatewayKind;
  graceSeconds: number;
  expectedLast4: string;
}) {
  return renewGateway(await getDeskContext(), input);
}

export async function removeDownloaded(gatewayId: string) {
  return deleteDownloadedGateway(await getDeskContext(), { gatewayId });
}

export async function remove(gatewayId: string) {
  return deleteGateway(await getDeskContext(), { gatewayId });
}
