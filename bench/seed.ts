import { randomBytes, randomUUID } from "node:crypto";
import pg from "pg";
import type { CasePeople } from "@/bench/grid-cases";
import { randomBase62 } from "@/domain/tokens/alphabet";

/** An account of a size, with an administrator's session to read it by. */
export type SeededAccount = {
  readonly tokens: number;
  readonly accountId: string;
  readonly sessionId: string;
  readonly people: CasePeople;
};

/** Fills a migrated, empty database with one account per size, `now` being the newest moment in it. */
export async function seedAccounts(
  url: string,
  sizes: readonly number[],
  now: Date,
): Promise<SeededAccount[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // Indexes are built once over all rows: ten times faster than row by row.
    const indexes = await client.query<{ name: string; definition: string }>(`
      SELECT c.relname AS name, pg_get_indexdef(i.indexrelid) AS definition FROM pg_index i
      JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
      WHERE t.relname IN ('Token', 'TokenActivity') AND NOT i.indisunique`);
    for (const { name } of indexes.rows) await client.query(`DROP INDEX "${name}"`);
    for (const size of sizes) await seedAccount(client, size, now);
    for (const { definition } of indexes.rows) await client.query(definition);
    // What autovacuum does in the hours after such an import.
    await client.query("VACUUM (ANALYZE)");
  } finally {
    await client.end();
  }
  return findSeededAccounts(url, sizes);
}

/** The accounts that `seedAccounts` made. */
export async function findSeededAccounts(url: string, sizes: readonly number[]): Promise<SeededAccount[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const accounts: SeededAccount[] = [];
    for (const tokens of sizes) {
      const rows = await client.query<{ accountId: string; sessionId: string }>(
        `SELECT a."id" AS "accountId", s."id" AS "sessionId" FROM "Account" a
         JOIN "Session" s ON s."accountId" = a."id" WHERE a."name" = $1`,
        [accountName(tokens)],
      );
      const { accountId, sessionId } = rows.rows[0]!;
      const [commonCreator, rareCreator] = await extremes(client, accountId, "createdById");
      const [commonUser, rareUser] = await extremes(client, accountId, "actsAsUserId");
      const people = { commonCreator, rareCreator, commonUser, rareUser };
      accounts.push({ tokens, accountId, sessionId, people });
    }
    return accounts;
  } finally {
    await client.end();
  }
}

const accountName = (tokens: number) => `Account of ${tokens}`;

// The user with the most tokens, and the one with the fewest.
async function extremes(client: pg.Client, accountId: string, column: "createdById" | "actsAsUserId") {
  const rows = await client.query<{ id: string }>(
    `SELECT "${column}" AS id FROM "Token"
     WHERE "accountId" = $1 AND "${column}" IS NOT NULL AND "deletedAt" IS NULL GROUP BY 1 ORDER BY count(*) DESC, 1`,
    [accountId],
  );
  return [rows.rows[0]!.id, rows.rows.at(-1)!.id] as const;
}

async function seedAccount(client: pg.Client, tokens: number, now: Date): Promise<void> {
  const accountId = randomUUID();
  const sessionId = randomUUID();
  const locator = randomBase62(8, randomBytes);
  await client.query(
    `INSERT INTO "Account" ("id", "locator", "name", "plan", "requestsPerMinute", "requestsPerIp", "licensedAssets", "createdAt")
       VALUES ($1, $2, $3, 'platform', 1000000000, 1000000000, 1000000000, $4::timestamptz - interval '4 years')`,
    [accountId, locator, accountName(tokens), now],
  );
  await client.query(
    `CREATE TEMP TABLE person ON COMMIT PRESERVE ROWS AS
       SELECT n, gen_random_uuid() AS id, (ARRAY['Ada','Boris','Chi','Deniz','Edda','Farid','Gül','Hana'])[1 + n % 8] || ' ' ||
         (ARRAY['Varga','Okafor','Lind','Moreau','Novak'])[1 + n % 5] AS name
       FROM generate_series(0, 239) n`,
  );
  // 40 people, the last two of whom have left, and 200 template users.
  await client.query(
    `INSERT INTO "User" ("id", "kind", "email", "name", "createdAt")
       SELECT id, (CASE WHEN n < 40 THEN 'person' ELSE 'template' END)::"UserKind",
         CASE WHEN n < 40 THEN id || '@example.test' END,
         CASE WHEN n < 40 THEN name ELSE 'svc-' || n END, $1 FROM person`,
    [now],
  );
  await client.query(
    `INSERT INTO "Membership" ("userId", "accountId", "role", "permissions", "createdAt", "disabledAt")
       SELECT id, $1, 'administrator', '{reports:read}', $2, CASE WHEN n IN (38, 39) THEN $2::timestamptz END FROM person`,
    [accountId, now],
  );
  await client.query(
    `INSERT INTO "Session" ("id", "userId", "accountId", "createdAt", "lastSeenAt", "expiresAt", "reauthenticatedAt", "ip", "userAgent")
       SELECT $1, id, $2, $3, $3, $3::timestamptz + interval '7 days', $3, '192.0.2.1', 'bench' FROM person WHERE n = 0`,
    [sessionId, accountId, now],
  );
  await client.query(
    `INSERT INTO "Organization" ("id", "accountId", "locator", "name", "createdAt")
       SELECT gen_random_uuid(), $1, lpad(to_hex((random() * 4294967295)::bigint), 8, '0'), 'Organization ' || n, $2
       FROM generate_series(1, 50) n`,
    [accountId, now],
  );
  await client.query(tokenRows, [accountId, now, tokens]);
  await client.query(
    `INSERT INTO "TokenSecret" ("id", "tokenId", "digest", "pepperId", "prefix", "last4", "createdAt", "destroyedAt")
       SELECT gen_random_uuid(), "id", sha256(uuid_send("id")), 1, "prefix", "last4", "createdAt", "deletedAt"
       FROM "Token" WHERE "accountId" = $1`,
    [accountId],
  );
  await client.query(activityRows, [accountId, now]);
  await client.query(
    `INSERT INTO "UsageHour" ("tokenId", "hour", "verdict", "accountId", "count")
       SELECT t."id", date_trunc('hour', $2::timestamptz) - h * interval '1 hour', 'valid', $1, 1 + h * 3
       FROM (SELECT "id" FROM "Token" WHERE "accountId" = $1 ORDER BY "createdAt" DESC LIMIT 5000) t, generate_series(0, 23) h`,
    [accountId, now],
  );
  await client.query("DROP TABLE person");
}

/**
 * Tokens as a large deployment has them: made over three years, a dozen words that many names share and some that few do,
 * four months of them brought over together, one creator in two is the same, most expiries passed on the old ones, 5 % disabled, 3 % deleted on top of the live ones.
 * The same shares at every size; `r(salt)` is a pseudo-random number from the row's own.
 */
const tokenRows = `
  INSERT INTO "Token" ("id", "accountId", "organizationId", "type", "name", "notes", "actsAsUserId", "createdById", "createdByName",
    "createdAt", "updatedAt", "disabledAt", "expiresAt", "ipAllowList", "prefix", "last4", "deletedAt")
  SELECT uuidv7(made - clock_timestamp()), $1, CASE WHEN kind IN ('organization', 'api_key') THEN org.ids[1 + r1 % 50] END, kind::"TokenType",
    (ARRAY['Nightly','Weekly','Invoice','Warehouse','Mobile','Partner','Billing','Legacy'])[1 + r2 % 8] || ' ' ||
    CASE WHEN r3 % 2000 = 0 THEN 'zebra' WHEN r3 % 100 = 1 THEN 'ledger' ELSE
      (ARRAY['sync','export','import','report','backup','monitor','deploy','probe'])[1 + r3 % 8] END || ' ' || k,
    CASE WHEN made BETWEEN $2::timestamptz - interval '30 months' AND $2::timestamptz - interval '26 months' THEN 'Migrated from the old portal'
      WHEN r4 % 10 < 6 THEN '' ELSE 'Owner: team ' || r4 % 40 || E'\\nStored in: Vault, kv/data/' || r5 % 9999 END,
    CASE WHEN kind IN ('impersonation', 'personal') THEN people.ids[41 + LEAST(r5 % 200, r6 % 200)] END,
    creator.id, creator.name, made, made,
    CASE WHEN r6 % 20 = 0 THEN LEAST($2, made + interval '20 days') END,
    CASE WHEN r7 % 10 < 4 THEN NULL WHEN r7 % 10 < 7 THEN made + interval '365 days' WHEN r7 % 10 < 9 THEN made + interval '90 days'
      ELSE made + interval '30 days' END,
    '{}', CASE kind WHEN 'impersonation' THEN 'IK' WHEN 'personal' THEN 'PT' WHEN 'account' THEN 'CT' ELSE 'OT' END,
    substr(md5(k::text), 1, 4), CASE WHEN k > $3 THEN LEAST($2, made + interval '40 days') END
  FROM (
    SELECT k, h('a') AS r1, h('b') AS r2, h('c') AS r3, h('d') AS r4, h('e') AS r5, h('f') AS r6, h('g') AS r7,
      $2::timestamptz - interval '3 years' * (1 - (CASE WHEN k > $3 THEN (k - $3) / ($3 * 0.03) ELSE k / $3::float END)) AS made,
      CASE WHEN h('h') % 1000 = 0 THEN 'account' WHEN h('h') % 10 < 6 THEN 'impersonation' WHEN h('h') % 10 < 9 THEN 'personal'
        ELSE 'organization' END AS kind
    FROM generate_series(1, ($3 * 1.03)::int) k
  ) seed
  CROSS JOIN LATERAL (SELECT id, name FROM person WHERE n = CASE WHEN r1 % 2 = 0 THEN 0 WHEN r1 % 1501 = 0 THEN 38 ELSE 1 + r2 % 37 END) creator
  CROSS JOIN (SELECT array_agg(id ORDER BY n) AS ids FROM person) people
  CROSS JOIN (SELECT array_agg("id") AS ids FROM "Organization" WHERE "accountId" = $1) org
  ORDER BY made`.replaceAll(/h\('(\w)'\)/g, "(hashtext(k || '$1') & 2147483647)");

/** One in five was never used, half were used in the last week, the others some time between. */
const activityRows = `
  INSERT INTO "TokenActivity" ("tokenId", "accountId", "firstUsedAt", "lastUsedAt", "lastIp", "lastAgent", "total")
  SELECT "id", $1, first, last, CASE WHEN last IS NULL THEN NULL ELSE '10.0.' || r % 250 || '.' || r % 199 END, 'curl/8', 7
  FROM (
    SELECT "id", r, CASE WHEN share < 20 THEN NULL ELSE "createdAt" + interval '1 minute' END AS first,
      CASE WHEN share < 20 THEN NULL
        WHEN share < 70 THEN GREATEST("createdAt", $2::timestamptz - interval '7 days' * (r % 9973) / 9973)
        ELSE "createdAt" + ($2::timestamptz - "createdAt") * (r % 9949) / 9949 END AS last
    FROM (SELECT "id", "createdAt", hashtext("id"::text) & 2147483647 AS r, hashtext('s' || "id") & 127 AS share FROM "Token" WHERE "accountId" = $1) token
  ) use`;
