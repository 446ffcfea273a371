import { Prisma } from "@/prisma/client/client";
import type { Database, Transaction } from "@/prisma/client-factory";
import type { Actor, Claim } from "@/services/kernel/context";
import { decideAgain } from "@/services/kernel/load-token-actor";

type GatewayActor = Extract<Actor, { kind: "gateway" }>;

/**
 * The gateway behind a token that was verified before, or null when it is no longer good: a gateway that is removed meanwhile
 * does nothing. With `lock`, its rows are locked FOR SHARE.
 */
export async function loadGatewayActor(
  db: Database | Transaction,
  claim: Extract<Claim, { kind: "gateway" }>,
  ip: string | null,
  now: Date,
  lock: boolean,
): Promise<GatewayActor | null> {
  const ask = { permission: "gateway:verify", ip, purpose: "gateway" } as const;
  if ((await decideAgain(db, claim, ask, now, lock)) === null) return null;
  const rows = await db.$queryRaw<Omit<GatewayActor, "kind">[]>`
    SELECT g."id" AS "gatewayId", g."name", g."accountId", t."organizationId", g."forDeployment"
    FROM "Gateway" g JOIN "Token" t ON t."id" = g."tokenId"
    WHERE g."tokenId" = ${claim.tokenId}::uuid AND g."deletedAt" IS NULL
    ${lock ? Prisma.sql`FOR SHARE OF g` : Prisma.empty}`;
  const row = rows[0];
  return row === undefined ? null : { kind: "gateway", ...row };
}
