import type { Client } from "pg";

export type Event = {
  readonly id: string;
  readonly seq: number | null;
  readonly action: string;
  readonly outcome: string;
  readonly targetId: string | null;
  readonly targetName: string | null;
  readonly requestId: string | null;
  readonly details: Readonly<Record<string, unknown>>;
};

/** What is kept of a token, client, organization or template user, as far as events tell it. */
export type Row = {
  readonly kind: string;
  readonly id: string;
  readonly facts: Readonly<Record<string, unknown>>;
};

export type State = {
  /** Of the account, by their numbers; those without one last. */
  readonly events: readonly Event[];
  readonly rows: readonly Row[];
  readonly waiting: number;
};

/** Reads what an account's actions have left. */
export async function readState(client: Client, accountId: string): Promise<State> {
  // All of one moment: the sealer is at work.
  await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  const events = await client.query<Event>(
    `SELECT e."id", l."seq"::int AS seq, e."action", e."outcome", e."targetId", e."targetName", e."requestId", e."details"
     FROM "AuditEvent" e LEFT JOIN "AuditLeaf" l ON l."eventId" = e."id"
     WHERE e."accountId" = $1 ORDER BY l."seq" NULLS LAST, e."id"`,
    [accountId],
  );
  const rows = await client.query<Row>(rowsText, [accountId]);
  const waiting = await client.query<{ n: number }>('SELECT count(*)::int AS n FROM "AuditPending"');
  await client.query("COMMIT");
  return { events: events.rows, rows: rows.rows, waiting: waiting.rows[0]?.n ?? 0 };
}

const iso = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const rowsText = `
SELECT 'token' AS kind, t."id", jsonb_build_object('name', t."name", 'notes', t."notes", 'expiresAt', ${iso('t."expiresAt"')},
  'disabled', t."disabledAt" IS NOT NULL, 'deleted', t."deletedAt" IS NOT NULL, 'last4', t."last4",
  'secrets', (SELECT count(*) FROM "TokenSecret" s WHERE s."tokenId" = t."id"),
  'current', (SELECT max(s."last4") FROM "TokenSecret" s WHERE s."tokenId" = t."id" AND s."retiresAt" IS NULL AND s."destroyedAt" IS NULL),
  'unreadable', (SELECT count(*) FROM "TokenSecret" s LEFT JOIN "TokenSecretCiphertext" c ON c."secretId" = s."id"
    WHERE s."tokenId" = t."id" AND t."type" = 'api_key' AND (s."destroyedAt" IS NULL) <> (c."secretId" IS NOT NULL))) AS facts
FROM "Token" t WHERE t."accountId" = $1 AND t."type" <> 'gateway'
UNION ALL
SELECT 'client', c."id", jsonb_build_object('name', c."name", 'notes', c."notes", 'disabled', c."disabledAt" IS NOT NULL,
  'deleted', c."deletedAt" IS NOT NULL, 'last4', c."last4")
FROM "ApiClient" c WHERE c."accountId" = $1
UNION ALL
SELECT 'organization', o."id", jsonb_build_object('name', o."name", 'description', o."description", 'deleted', o."deletedAt" IS NOT NULL)
FROM "Organization" o WHERE o."accountId" = $1
UNION ALL
SELECT 'user', u."id", jsonb_build_object('name', u."name", 'disabled', m."disabledAt" IS NOT NULL)
FROM "Membership" m JOIN "User" u ON u."id" = m."userId" WHERE m."accountId" = $1 AND u."kind" = 'template'`;

export type UsageState = {
  /** Uses of each token that are kept. */
  readonly totals: ReadonlyMap<string, number>;
  /** Sums of the account that differ from those of its tokens. */
  readonly differing: number;
  /** What waits to be added up. */
  readonly journal: number;
};

/** Reads how often each token was used, and whether the sums agree. */
export async function readUsage(client: Client): Promise<UsageState> {
  await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  const totals = await client.query<{ id: string; total: number }>(
    'SELECT "tokenId" AS id, "total"::int AS total FROM "TokenActivity"',
  );
  const sums = await client.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM (
       SELECT "accountId", "hour", "verdict", sum("count") AS n FROM "UsageHour" GROUP BY 1, 2, 3) h
     FULL JOIN "AccountUsageHour" a USING ("accountId", "hour", "verdict") WHERE h.n IS DISTINCT FROM a."count"`,
  );
  const journal = await client.query<{ n: number }>('SELECT count(*)::int AS n FROM "UsageJournal"');
  await client.query("COMMIT");
  return {
    totals: new Map(totals.rows.map(({ id, total }) => [id, total])),
    differing: sums.rows[0]?.n ?? 0,
    journal: journal.rows[0]?.n ?? 0,
  };
}
