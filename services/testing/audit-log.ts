import { v7 as uuidv7 } from "uuid";
import type { LogRow } from "@/domain/audit/log/log-row";
import { type AuditSealer, startAuditSealer } from "@/services/audit/sealer";
import type { OpenWorld } from "@/services/testing/open-world";

/** Writes an event beside the services, and says its id. */
export async function plantEvent(
  world: OpenWorld,
  accountId: string | null,
  details: object = {},
): Promise<string> {
  const id = uuidv7();
  await world.run(
    `INSERT INTO "AuditEvent" ("id", "accountId", "at", "actorKind", "actorName", "action", "outcome", "details")
     VALUES ($1, $2, $3, 'system', 'Keydesk', 'session.sign_in', 'done', $4)`,
    [id, accountId, world.clock.now, JSON.stringify(details)],
  );
  return id;
}

/** Writes many events with one statement. */
export async function plantEvents(world: OpenWorld, accountId: string | null, count: number): Promise<void> {
  await world.run(
    `INSERT INTO "AuditEvent" ("id", "accountId", "at", "actorKind", "actorName", "action", "outcome", "targetName", "details")
     SELECT uuidv7(), $1, $2, 'cli', 'Zoë', 'session.sign_in', 'done', nullif(repeat('x', i % 3), ''), jsonb_build_object('uses', i, '😀', i / 7.0)
     FROM generate_series(1, $3::int) i`,
    [accountId, world.clock.now, count],
  );
}

type Tell = (facts: object, message: string) => void;
const triesMax = 15;

/**
 * A sealer that waits for its connection as long as a busy machine takes. Of what it tells only that is left out, and that it has one
 * again; where nothing takes the rest (`tell`), `close` rejects with it.
 */
export function startPatientSealer(databaseUrl: string, now?: () => Date, tell?: Tell): AuditSealer {
  const told: string[] = [];
  const take: Tell = tell ?? ((facts, message) => told.push(`${message} ${JSON.stringify(facts)}`));
  const warn: Tell = (facts, message) => {
    const isOfConnection = "err" in facts || Object.keys(facts).length === 0;
    if (!isOfConnection) take(facts, message);
  };
  const sealer = startAuditSealer(databaseUrl, { warn }, now);
  return {
    async seal() {
      for (let tries = 1; ; tries++) {
        try {
          return await sealer.seal();
        } catch (error) {
          if (tries === triesMax) throw error;
        }
      }
    },
    async close() {
      await sealer.close();
      if (told.length > 0) throw new Error(told.join("\n"));
    },
  };
}

/** Seals all that waits. @param tell takes what the sealer tells; nothing is expected when left out */
export async function sealAll(world: OpenWorld, tell?: Tell): Promise<void> {
  const sealer = startPatientSealer(world.url, () => world.clock.now, tell);
  await sealer.seal();
  await sealer.close();
}

/** All rows of a log as an export has them, read by PostgreSQL's own JSON: nothing of the sealer's reading is in it. */
export async function readLog(world: OpenWorld, logId: string): Promise<LogRow[]> {
  const time = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  const rows = await world.run(
    `SELECT l."logId", l."seq"::int, l."organizationId", ${time('l."sealedAt"')} AS "sealedAt", e."id", ${time('e."at"')} AS "at",
       e."actorKind", e."actorId", e."actorName", e."action", e."outcome", e."targetKind", e."targetId", e."targetName",
       e."ip" AS "address", e."userAgent", e."requestId", e."details"
     FROM "AuditLeaf" l JOIN "AuditEvent" e ON e."id" = l."eventId" WHERE l."logId" = $1 ORDER BY l."seq"`,
    [logId],
  );
  return rows as LogRow[];
}

/** Runs statements as the owner of a database does who wants the trail otherwise: past its triggers. */
export async function tamper(world: OpenWorld, sql: string, values: unknown[] = []): Promise<void> {
  await world.run("SET session_replication_role = replica");
  try {
    await world.run(sql, values);
  } finally {
    await world.run("SET session_replication_role = origin");
  }
}
