"use server";

import { refresh } from "next/cache";
import { getDeskContext } from "@/app/desk-context";
import { createApiClient } from "@/services/api-clients/create";
import { deleteApiClient } from "@/services/api-clients/delete";
import { disableApiClient } from "@/services/api-clients/disable";
import { editApiClient } from "@/services/api-clients/edit";
import { enableApiClient } from "@/services/api-clients/enable";
import { revokeClientToken } from "@/services/api-clients/revoke-token";
import { rotateApiClientSecret } from "@/services/api-clients/rotate-secret";

// Arguments are claims: each service parses them, and reads the rights in its own transaction.

export async function create(input: { name: string; notes: string; requestKey: string }) {
  return createApiClient(await getDeskContext(), input);
}

export async function edit(input: { apiClientId: string; name?: string; notes?: string }) {
  return editApiClient(await getDeskContext(), input);
}

/** The refreshed page comes in the same answer, so that an optimistic switch never flickers back. */
export async function enable(apiClientId: string) {
  const result = await enableApiClient(await getDeskContext(), { apiClientId });
  refresh();
  return result;
}

export async function disable(apiClientId: string) {
  const result = await disableApiClient(await getDeskContext(), { apiClientId });
  refresh();
  return result;
}

export async function rotate(input: { apiClientId: string; expectedLast4: string; revokeTokens: boolean }) {
  return rotateApiClientSecret(await getDeskContext(), input);
}

export async function remove(apiClientId: string, confirmation?: string) {
  return deleteApiClient(await getDeskContext(), { apiClientId, confirmation });
}

export async function revokeToken(tokenId: string) {
  return revokeClientToken(await getDeskContext(), { tokenId });
}
