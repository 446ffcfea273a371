import { Prisma } from "@/prisma/client/client";
import type { Database, Transaction } from "@/prisma/client-factory";
import type { Actor, Claim } from "@/services/kernel/context";

type ClientActor = Extract<Actor, { kind: "client" }>;

/**
 * The API client behind a claim, or null when it is disabled, deleted, has another secret by now, or its account is locked. With
 * `lock` nobody changes it before the commit, and it does one thing at a time: obtaining a token also notes the use in its row,
 * and two that share a lock would wait for each other there.
 */
export async function loadClientActor(
  db: Database | Transaction,
  claim: Extract<Claim, { kind: "client" }>,
  lock: boolean,
): Promise<ClientActor | null> {
  const rows = await db.$queryRaw<Omit<ClientActor, "kind">[]>`
    SELECT c."id" AS "apiClientId", c."name", c."accountId"
    FROM "ApiClient" c JOIN "Account" a ON a."id" = c."accountId" AND a."disabledAt" IS NULL
    WHERE c."id" = ${claim.apiClientId}::uuid AND c."digest" = ${claim.digest}
      AND c."disabledAt" IS NULL AND c."deletedAt" IS NULL
    ${lock ? Prisma.sql`FOR NO KEY UPDATE OF c` : Prisma.empty}`;
  const row = rows[0];
  return row === undefined ? null : { kind: "client", ...row };
}
