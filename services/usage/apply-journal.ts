import type { Connection } from "@/prisma/connection";

/** Held by whoever moves the journal: one process at a time, so that nobody waits for rows of another. */
const lockKey = "keydesk-usage-journal";

/**
 * Lines that are moved at once, at most about that many: six to ten seconds of work. In the order of tokens many of them fall into the
 * same pages, which then are read, locked and put into the WAL once.
 */
export const appliedAtOnceMax = 300_000;

/** So many rows of one table are written in one go: some 3 ms, and many times that where their pages must come from the disk first. */
export const stretchRows = 250;

/** So many lines are taken apart, or put in order, in one go: some 6 ms. Half as many cost a seventh more of each use, for what a rest drives out of caches. */
export const stretchLines = 2_000;

/** No single rest is longer, whatever held the work up before it. */
const restSecondsMax = 2;

/** Of the callers that are new, how many have their token's callers pruned: more than the bound stay for a while, never for long. */
const prunedShare = 0.1;

export type Applied = {
  /** Lines moved. */
  readonly uses: number;
  /** What it worked since it last rested, in milliseconds. */
  readonly workedMs: number;
  /** How long the oldest of them had waited. */
  readonly waitedMs: number;
  /** Tokens whose callers may have become too many. */
  readonly toPrune: readonly string[];
};

/** Of the transaction: when it last began to work. */
const workingSince = "keydesk.working_since";
const noteWork = `set_config('${workingSince}', clock_timestamp()::text, true)`;

// Rows one after the other, with a rest after each stretch of them, so many times as long as the work since the last one. It stands in a
// condition, as no planner may drop it there, and in CASE, as that keeps the order.
const paced = (columns: string, rows: string, stretch = stretchRows) => `
  SELECT ${columns} FROM (SELECT o.*, row_number() OVER () AS place FROM (${rows}) o) p
  WHERE CASE
    WHEN p.place % ${stretch} <> 0 OR $3::float8 = 0 THEN true
    WHEN pg_sleep(LEAST(${restSecondsMax}, $3::float8 * extract(epoch FROM clock_timestamp() - current_setting('${workingSince}')::timestamptz)::float8)) IS NULL THEN false
    ELSE ${noteWork} IS NOT NULL END`;

// For each table the lines are gone through and sorted: together a second of a whole core and more, where there are many.
const pacedUses = (condition: string) =>
  `(${paced("p.*", `SELECT * FROM uses WHERE ${condition}`, stretchLines)}) u`;

// All in one statement: taken from the journal and added up, or neither. OFFSET 0 keeps each line from being split per field.
const text = `
WITH taken AS (
  DELETE FROM "UsageJournal" WHERE "id" IN (
    SELECT "id" FROM (
      SELECT "id", sum("uses") OVER (ORDER BY "id") - "uses" AS before FROM "UsageJournal"
    ) j WHERE j.before < $1)
  RETURNING "lines", "names", "writtenAt"
), uses AS MATERIALIZED (
  SELECT f[1]::uuid AS token, f[2]::uuid AS secret, (names->'accounts'->>f[3]::int)::uuid AS account, f[4] AS verdict,
    to_timestamp(f[5]::float8 / 1000) AS hour, f[6] AS first, f[7] AS last, f[8]::bigint AS count,
    names->'places'->f[9]::int->>0 AS ip, names->'places'->f[9]::int->>1 AS agent, f[10] AS flags
  FROM (
    SELECT string_to_array(line, ' ') AS f, names FROM (${paced(
      "line, names",
      `SELECT line, t."names" FROM taken t
      CROSS JOIN LATERAL string_to_table(rtrim(t."lines", E'\\n'), E'\\n') AS line`,
      stretchLines,
    )}) r
    OFFSET 0) l
), activity AS (
  INSERT INTO "TokenActivity" AS k ("tokenId", "accountId", "firstUsedAt", "lastUsedAt", "lastIp", "lastAgent", "total")
  ${paced(
    `token, account, to_timestamp(first::float8 / 1000), to_timestamp(latest[1]::float8 / 1000), latest[2], latest[3], count`,
    `SELECT b.* FROM (
      SELECT token, account, min(first) AS first, max(ARRAY[last, ip, agent]) AS latest, sum(count) AS count
      FROM ${pacedUses("verdict = 'valid'")} GROUP BY token, account) b
    JOIN "Token" t ON t."id" = b.token
    ORDER BY b.token`,
  )}
  ON CONFLICT ("tokenId") DO UPDATE SET
    "firstUsedAt" = LEAST(k."firstUsedAt", EXCLUDED."firstUsedAt"),
    "lastIp" = CASE WHEN k."lastUsedAt" > EXCLUDED."lastUsedAt" THEN k."lastIp" ELSE EXCLUDED."lastIp" END,
    "lastAgent" = CASE WHEN k."lastUsedAt" > EXCLUDED."lastUsedAt" THEN k."lastAgent" ELSE EXCLUDED."lastAgent" END,
    "lastUsedAt" = GREATEST(k."lastUsedAt", EXCLUDED."lastUsedAt"),
    "total" = k."total" + EXCLUDED."total"
), callers AS (
  INSERT INTO "TokenCaller" AS k ("tokenId", "secretId", "ip", "agent", "firstSeenAt", "lastSeenAt", "total")
  ${paced(
    "token, secret, ip, agent, to_timestamp(first::float8 / 1000), to_timestamp(last::float8 / 1000), count",
    `SELECT token, secret, ip, agent, min(first) AS first, max(last) AS last, sum(count) AS count
    FROM ${pacedUses("verdict = 'valid' AND flags IN ('r', 'cr')")}
    GROUP BY token, secret, ip, agent ORDER BY token, secret, ip, agent`,
  )}
  ON CONFLICT ("tokenId", "secretId", "ip", "agent") DO UPDATE SET
    "firstSeenAt" = LEAST(k."firstSeenAt", EXCLUDED."firstSeenAt"),
    "lastSeenAt" = GREATEST(k."lastSeenAt", EXCLUDED."lastSeenAt"),
    "total" = k."total" + EXCLUDED."total"
  RETURNING "tokenId", xmax = 0 AS is_new
), hours AS (
  INSERT INTO "UsageHour" AS k ("tokenId", "hour", "verdict", "accountId", "count")
  ${paced(
    "token, hour, verdict, account, count",
    `SELECT token, hour, verdict, account, sum(count) AS count FROM ${pacedUses("flags IN ('c', 'cr')")}
    GROUP BY token, hour, verdict, account ORDER BY token, hour, verdict`,
  )}
  ON CONFLICT ("tokenId", "hour", "verdict") DO UPDATE SET "count" = k."count" + EXCLUDED."count"
)
SELECT (SELECT count(*)::int FROM uses) AS uses,
  COALESCE((SELECT extract(epoch FROM clock_timestamp() - min("writtenAt")) * 1000 FROM taken), 0)::float8 AS "waitedMs",
  ARRAY(SELECT DISTINCT "tokenId" FROM callers WHERE is_new AND random() < $2) AS "toPrune"`;

/**
 * Moves what tokens did from the journal to where pages read it: activity, callers and hours. Last used moves forward only; a token
 * that is gone for good gets no row.
 * @param wait false: where another process is at it, nothing is done
 * @param most about so many lines at once; always those of one flush at least
 * @param restPerWork rest after each stretch of rows, as a multiple of what it took: as autovacuum rests, so that verifications find a
 * core free
 */
export async function applyJournal(
  connection: Connection,
  wait: boolean,
  most = appliedAtOnceMax,
  restPerWork = 0,
): Promise<Applied> {
  await connection.query("BEGIN");
  try {
    const lock = wait ? "pg_advisory_xact_lock" : "pg_try_advisory_xact_lock";
    const got = await connection.query<{ got: boolean | "" }>(
      `SELECT ${lock}(hashtextextended('${lockKey}', 0)) AS got, ${noteWork}`,
    );
    let applied: Applied = { uses: 0, workedMs: 0, waitedMs: 0, toPrune: [] };
    if (got.rows[0]?.got !== false) {
      const moved = await connection.query<Omit<Applied, "workedMs">>({
        name: "keydesk-usage-apply",
        text,
        values: [most, prunedShare, restPerWork],
      });
      // As a statement of its own: what the other one writes, it writes after it has found what it answers.
      const worked = await connection.query<{ ms: number }>(
        `SELECT (extract(epoch FROM clock_timestamp() - current_setting('${workingSince}')::timestamptz) * 1000)::float8 AS ms`,
      );
      applied = { ...applied, ...moved.rows[0], workedMs: worked.rows[0]?.ms ?? 0 };
    }
    await connection.query("COMMIT");
    return applied;
  } catch (error) {
    await connection.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
}
