import { z } from "zod";
import { listedTokenTypeNames, type TokenType } from "@/domain/tokens/types";
import { Prisma } from "@/prisma/client/client";
import type { Work } from "@/services/kernel/act";

/** An input that names one token; in small letters, as ids are compared. */
export const tokenIdInput = z.object({
  tokenId: z.uuid({ error: "Name the token by its id." }).toLowerCase(),
});

/** A token as it is while its row is locked: no other action on it runs until this transaction ends. */
export type LockedToken = {
  readonly id: string;
  readonly type: TokenType;
  readonly name: string;
  readonly notes: string;
  readonly organizationId: string | null;
  readonly actsAsUserId: string | null;
  /** The API client that obtained it. */
  readonly apiClientId: string | null;
  readonly prefix: string;
  readonly last4: string;
  readonly createdAt: Date;
  readonly disabledAt: Date | null;
  readonly expiresAt: Date | null;
  readonly deletedAt: Date | null;
  readonly ipAllowList: readonly string[];
  readonly lastUsedAt: Date | null;
};

/**
 * Locks tokens within reach, in the order of their ids so that two bulk actions never wait for each other. Leaves out
 * foreign and unknown ids, other organizations' where the actor
 * is bound to one, and tokens that are managed elsewhere (gateways): all are answered as if they did not exist.
 */
export async function lockTokens(
  { tx, accountId, organizationId }: Pick<Work, "tx" | "accountId" | "organizationId">,
  tokenIds: readonly string[],
): Promise<LockedToken[]> {
  return tx.$queryRaw<LockedToken[]>`
    SELECT t."id", t."type"::text AS "type", t."name", t."notes", t."organizationId", t."actsAsUserId", t."apiClientId", t."prefix",
      t."last4", t."createdAt", t."disabledAt", t."expiresAt", t."deletedAt", t."ipAllowList", a."lastUsedAt"
    FROM "Token" t LEFT JOIN "TokenActivity" a ON a."tokenId" = t."id"
    WHERE t."id" = ANY(${tokenIds}::uuid[]) AND t."accountId" = ${accountId}::uuid
      AND t."type"::text = ANY(${[...listedTokenTypeNames]}::text[])
      ${organizationId === null ? Prisma.empty : Prisma.sql`AND t."organizationId" = ${organizationId}::uuid`}
    ORDER BY t."id" FOR UPDATE OF t`;
}

/** Locks one token; null when there is none by that id within reach. See `lockTokens`. */
export async function lockToken(
  work: Pick<Work, "tx" | "accountId" | "organizationId">,
  tokenId: string,
): Promise<LockedToken | null> {
  return (await lockTokens(work, [tokenId]))[0] ?? null;
}

/** How audit events name a token. */
export function tokenTarget(token: { readonly id: string; readonly name: string }) {
  return { kind: "token", id: token.id, name: token.name };
}
