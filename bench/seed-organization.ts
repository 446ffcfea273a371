import { randomBytes, randomUUID } from "node:crypto";
import pg from "pg";
import { randomBase62 } from "@/domain/tokens/alphabet";

export type SeededOrganization = {
  readonly accountId: string;
  readonly organizationId: string;
  /** An administrator's session. */
  readonly sessionId: string;
};

const accountName = "Account of one organization";

/** Fills a migrated, empty database with an account whose one organization owns `tokens` tokens, used as they are in life. */
export async function seedOrganization(url: string, tokens: number, now: Date): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const [accountId, organizationId, userId] = [randomUUID(), randomUUID(), randomUUID()];
    await client.query(
      `INSERT INTO "Account" ("id", "locator", "name", "plan", "requestsPerMinute", "requestsPerIp", "licensedAssets", "createdAt")
       VALUES ($1, $2, $3, 'platform', 1000000000, 1000000000, 1000000000, $4)`,
      [accountId, randomBase62(8, randomBytes), accountName, now],
    );
    await client.query(
      `INSERT INTO "Organization" ("id", "accountId", "locator", "name", "createdAt") VALUES ($1, $2, $3, 'Production', $4)`,
      [organizationId, accountId, randomBase62(8, randomBytes), now],
    );
    await client.query(
      `INSERT INTO "User" ("id", "kind", "email", "name", "createdAt") VALUES ($1, 'person', 'ada@example.test', 'Ada Varga', $2)`,
      [userId, now],
    );
    await client.query(
      `INSERT INTO "Membership" ("userId", "accountId", "role", "permissions", "createdAt") VALUES ($1, $2, 'administrator', '{}', $3)`,
      [userId, accountId, now],
    );
    await withoutIndexes(client, async () => {
      await client.query(tokenRows, [accountId, organizationId, now, tokens]);
      await client.query(activityRows, [accountId, now]);
    });
    await client.query("VACUUM (ANALYZE)");
  } finally {
    await client.end();
  }
}

/** The organization that `seedOrganization` made, with a new session to read it by. */
export async function openSeededOrganization(url: string, now: Date): Promise<SeededOrganization> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<SeededOrganization>(
      `INSERT INTO "Session" ("id", "userId", "accountId", "createdAt", "lastSeenAt", "expiresAt", "reauthenticatedAt", "ip", "userAgent")
       SELECT gen_random_uuid(), m."userId", a."id", $2, $2, $2::timestamptz + interval '7 days', $2, '192.0.2.1', 'bench'
       FROM "Account" a JOIN "Membership" m ON m."accountId" = a."id" WHERE a."name" = $1
       RETURNING "id" AS "sessionId", "accountId", (SELECT o."id" FROM "Organization" o WHERE o."accountId" = "Session"."accountId") AS "organizationId"`,
      [accountName, now],
    );
    return rows[0]!;
  } finally {
    await client.end();
  }
}

// Indexes are built once over all rows: ten times faster than row by row.
async function withoutIndexes(client: pg.Client, work: () => Promise<void>): Promise<void> {
  const { rows } = await client.query<{ name: string; definition: string }>(`
    SELECT c.relname AS name, pg_get_indexdef(i.indexrelid) AS definition FROM pg_index i
    JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
    WHERE t.relname IN ('Token', 'TokenActivity') AND NOT i.indisunique`);
  for (const { name } of rows) await client.query(`DROP INDEX "${name}"`);
  await work();
  for (const { definition } of rows) await client.query(definition);
}

// Two in five have notes of two lines; one in twenty is disabled, three in five expire, one in ten has an address list.
const tokenRows = `
  INSERT INTO "Token" ("id", "accountId", "organizationId", "type", "name", "notes", "createdByName", "createdAt", "updatedAt",
    "disabledAt", "expiresAt", "ipAllowList", "prefix", "last4")
  SELECT uuidv7(made - clock_timestamp()), $1, $2, 'organization',
    (ARRAY['Nightly','Weekly','Invoice','Warehouse','Mobile','Partner','Billing','Legacy'])[1 + k % 8] || ' ' ||
      (ARRAY['sync','export','import','report','backup','monitor','deploy','probe'])[1 + k / 8 % 8] || ' ' || k,
    CASE WHEN k % 5 < 3 THEN '' ELSE 'Owner: team ' || k % 40 || E'\\nStored in: Vault, "kv/data/' || k % 9999 || '"' END,
    (ARRAY['Ada Varga','Boris Okafor','Chi Lind','Gül Moreau'])[1 + k % 4], made, made,
    CASE WHEN k % 20 = 0 THEN LEAST($3, made + interval '20 days') END,
    CASE WHEN k % 10 < 6 THEN made + interval '365 days' END,
    CASE WHEN k % 10 = 0 THEN '{10.0.0.0/8,192.0.2.0/24}'::text[] ELSE '{}' END, 'OT', substr(md5(k::text), 1, 4)
  FROM (SELECT k, $3::timestamptz - interval '3 years' * (1 - k / $4::float) AS made FROM generate_series(1, $4::int) k) seed
  ORDER BY made`;

const activityRows = `
  INSERT INTO "TokenActivity" ("tokenId", "accountId", "firstUsedAt", "lastUsedAt", "lastIp", "lastAgent", "total")
  SELECT "id", $1, CASE WHEN r % 5 > 0 THEN "createdAt" + interval '1 minute' END,
    CASE WHEN r % 5 > 0 THEN GREATEST("createdAt", $2::timestamptz - interval '7 days' * (r % 9973) / 9973) END,
    CASE WHEN r % 5 > 0 THEN '10.0.' || r % 250 || '.' || r % 199 END, 'curl/8', CASE WHEN r % 5 > 0 THEN r % 100000 ELSE 0 END
  FROM (SELECT "id", "createdAt", hashtext("id"::text) & 2147483647 AS r FROM "Token" WHERE "accountId" = $1) token`;
