"use server";

import { refresh } from "next/cache";
import { getDeskContext } from "@/app/desk-context";
import type {
  BulkInput,
  EditInput,
  GenerateInput,
  RotateManyInput,
  TokenFacts,
} from "@/components/tokens/token-actions";
import { done, type Result } from "@/domain/result";
import { actOnTokens } from "@/services/tokens/bulk";
import { createToken } from "@/services/tokens/create";
import { deleteToken } from "@/services/tokens/delete";
import { loadTokenDetails } from "@/services/tokens/details";
import { disableToken } from "@/services/tokens/disable";
import { editToken } from "@/services/tokens/edit";
import { enableToken } from "@/services/tokens/enable";
import { extendRotation } from "@/services/tokens/extend-rotation";
import { findTokenBySecret } from "@/services/tokens/find-by-secret";
import { findGoneTokens } from "@/services/tokens/find-gone";
import { finishRotation } from "@/services/tokens/finish-rotation";
import { findFirstCall } from "@/services/tokens/first-call";
import { recordSecretCopied } from "@/services/tokens/record-copied";
import { revokeAllTokens } from "@/services/tokens/revoke-all";
import { loadRevokeAllFacts } from "@/services/tokens/revoke-all-facts";
import { rotateToken } from "@/services/tokens/rotate";
import { rotateTokens } from "@/services/tokens/rotate-many";

// Arguments are claims: each service parses them, and reads the rights in its own transaction.

export async function create(input: GenerateInput) {
  return createToken(await getDeskContext(), input);
}

export async function rotate(input: { tokenId: string; graceSeconds: number; expectedLast4: string }) {
  return rotateToken(await getDeskContext(), input);
}

export async function rotateMany(input: RotateManyInput) {
  return rotateTokens(await getDeskContext(), input);
}

export async function finish(tokenId: string) {
  return finishRotation(await getDeskContext(), { tokenId });
}

export async function extend(tokenId: string, graceSeconds: number) {
  return extendRotation(await getDeskContext(), { tokenId, graceSeconds });
}

export async function edit(input: EditInput) {
  return editToken(await getDeskContext(), input);
}

/** The refreshed page comes in the same answer, so that an optimistic switch never flickers back. */
export async function enable(tokenId: string) {
  const result = await enableToken(await getDeskContext(), { tokenId });
  refresh();
  return result;
}

export async function disable(tokenId: string) {
  const result = await disableToken(await getDeskContext(), { tokenId });
  refresh();
  return result;
}

export async function remove(tokenId: string, confirmation?: string) {
  return deleteToken(await getDeskContext(), { tokenId, confirmation });
}

export async function bulk(input: BulkInput) {
  return actOnTokens(await getDeskContext(), input);
}

export async function findGone(tokenIds: readonly string[]) {
  return findGoneTokens(await getDeskContext(), { tokenIds });
}

export async function countLive() {
  return loadRevokeAllFacts(await getDeskContext());
}

export async function revokeAll(confirmation: string) {
  return revokeAllTokens(await getDeskContext(), { confirmation });
}

export async function loadFacts(tokenId: string): Promise<Result<TokenFacts>> {
  const result = await loadTokenDetails(await getDeskContext(), { tokenId });
  if (!result.ok) return result;
  const { id, name, notes, last4, expiresAt, ipAllowList, useLastHour, deleteNeedsName } = result.value;
  return done({ id, name, notes, last4, expiresAt, ipAllowList, useLastHour, deleteNeedsName });
}

export async function firstCall(tokenId: string) {
  return findFirstCall(await getDeskContext(), { tokenId });
}

export async function recordCopied(tokenId: string) {
  return recordSecretCopied(await getDeskContext(), { tokenId });
}

export async function recordCopies(tokenIds: readonly string[]) {
  return recordSecretCopied(await getDeskContext(), { tokenIds });
}

export async function findBySecret(text: string) {
  return findTokenBySecret(await getDeskContext(), { text });
}
