"use server";

import { getDeskContext } from "@/app/desk-context";
import { createGateway } from "@/services/gateways/create";
import { deleteGateway } from "@/services/gateways/delete";

// Arguments are claims: each service parses them, and reads the rights in its own transaction.

export async function create(input: { name: string; forDeployment: boolean; requestKey: string }) {
  return createGateway(await getDeskContext(), input);
}

export async function remove(gatewayId: string) {
  return deleteGateway(await getDeskContext(), { gatewayId });
}
