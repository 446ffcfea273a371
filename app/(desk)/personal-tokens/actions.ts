"use server";

import { getDeskContext } from "@/app/desk-context";
import { editPersonalToken } from "@/services/personal-tokens/edit";
import { revokePersonalToken } from "@/services/personal-tokens/revoke";
import { revokeAllPersonalTokens } from "@/services/personal-tokens/revoke-all";
import { createToken } from "@/services/tokens/create";
import { findFirstCall } from "@/services/tokens/first-call";
import { recordSecretCopied } from "@/services/tokens/record-copied";

// Arguments are claims: each service parses them. The type is fixed here, so that this door opens to personal tokens only.

export async function create(input: { name: string; expiresAt: Date | null; requestKey: string }) {
  return createToken(await getDeskContext(), { ...input, type: "personal" });
}

export async function revoke(tokenId: string) {
  return revokePersonalToken(await getDeskContext(), { tokenId });
}

export async function revokeAll(confirmation: string) {
  return revokeAllPersonalTokens(await getDeskContext(), { confirmation });
}

export async function firstCall(tokenId: string) {
  return findFirstCall(await getDeskContext(), { tokenId });
}

export async function recordCopied(tokenId: string) {
  return recordSecretCopied(await getDeskContext(), { tokenId });
}

export async function savePlace(tokenId: string, storagePlace: string) {
  return editPersonalToken(await getDeskContext(), { tokenId, storagePlace });
}
