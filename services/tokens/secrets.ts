import type { TokenSecretView } from "@/domain/tokens/token-views";
import type { Database } from "@/prisma/client-factory";

const secretsMax = 50;

/** A token's secrets over time, newest first, with the use of each: the caller has checked that the token is the account's. */
export async function loadSecrets(db: Database, tokenId: string, now: Date): Promise<TokenSecretView[]> {
  const rows = await db.$queryRaw<Omit<TokenSecretView, "state">[]>`
    SELECT s."id", s."prefix", s."last4", s."createdAt", s."retiresAt", s."destroyedAt",
      use."lastSeenAt" AS "lastUsedAt", use."ip" AS "lastIp",
      COALESCE(sums."calls", 0) AS "calls", COALESCE(sums."addresses", 0) AS "addresses"
    FROM "TokenSecret" s
    LEFT JOIN LATERAL (
      SELECT c."lastSeenAt", c."ip" FROM "TokenCaller" c
      WHERE c."tokenId" = s."tokenId" AND c."secretId" = s."id" ORDER BY c."lastSeenAt" DESC LIMIT 1) use ON true
    LEFT JOIN LATERAL (
      SELECT sum(c."total")::float8 AS "calls", count(DISTINCT c."ip")::int AS "addresses" FROM "TokenCaller" c
      WHERE c."tokenId" = s."tokenId" AND c."secretId" = s."id") sums ON true
    WHERE s."tokenId" = ${tokenId}::uuid
    ORDER BY s."createdAt" DESC, s."id" DESC LIMIT ${secretsMax}`;
  return rows.map((row) => ({ ...row, state: secretState(row, now) }));
}

// A grace that has passed ends the secret also before a later action marks it as destroyed.
function secretState(
  secret: { retiresAt: Date | null; destroyedAt: Date | null },
  now: Date,
): TokenSecretView["state"] {
  if (secret.destroyedAt !== null) return "destroyed";
  if (secret.retiresAt === null) return "current";
  return secret.retiresAt > now ? "retiring" : "destroyed";
}
