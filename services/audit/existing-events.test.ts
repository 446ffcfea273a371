import pg from "pg";
import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { deploymentLogId } from "@/domain/audit/log-id";
import { applyMigrations } from "@/prisma/migrate";
import { readMigrations } from "@/prisma/migration-files";
import { createEmptyDatabase } from "@/prisma/testing";
import { sealBatchSize } from "@/services/audit/seal-batch";
import { startPatientSealer } from "@/services/testing/audit-log";

const events = sealBatchSize + 500;

test("events from before the audit sequence get the first numbers, by their time, and later ones come after", async () => {
  const database = await createEmptyDatabase();
  const client = new pg.Client(database.url);
  await client.connect();
  const migrations = readMigrations();
  const before = migrations.findIndex((migration) => migration.name.endsWith("_add_audit_sequence"));
  await applyMigrations(database.url, migrations.slice(0, before));
  const accounts = [uuidv7(), uuidv7()];
  const plant = (from: number, count: number) =>
    client.query(
      `INSERT INTO "AuditEvent" ("id", "accountId", "at", "actorKind", "actorName", "action", "outcome")
       SELECT overlay(replace(gen_random_uuid()::text, '-', '') placing lpad(to_hex(1700000000000 + i * 1000), 12, '0') from 1 for 12)::uuid,
         CASE i % 3 WHEN 0 THEN $1 WHEN 1 THEN $2 END::uuid, to_timestamp(1700000000 + i), 'system', 'Keydesk', 'session.sign_in', 'done'
       FROM generate_series($3::int, $4::int) i ORDER BY random()`,
      [...accounts, from, from + count - 1],
    );
  await plant(0, events);
  // The sequence begins; a process of the version before writes on; what it wrote is not numbered twice.
  await applyMigrations(database.url, migrations.slice(0, before + 1));
  await plant(events, 6);
  await applyMigrations(database.url, migrations);

  const sealer = startPatientSealer(database.url);
  await sealer.seal();
  await plant(events + 6, 3);
  await sealer.close();
  for (const log of [...accounts, deploymentLogId]) {
    const { rows } = await client.query(
      `SELECT l."seq"::int AS seq, e."at" FROM "AuditLeaf" l JOIN "AuditEvent" e ON e."id" = l."eventId" WHERE l."logId" = $1 ORDER BY l."seq"`,
      [log],
    );
    expect(rows.map((row) => row.seq)).toEqual(rows.map((_, i) => i + 1));
    const times = rows.map((row) => row.at.getTime());
    expect(times.slice(0, -3)).toEqual(times.slice(0, -3).toSorted((a, b) => a - b));
  }
  const { rows } = await client.query(
    'SELECT (SELECT count(*)::int FROM "AuditLeaf") AS leaves, (SELECT count(*)::int FROM "AuditPending") AS waiting',
  );
  expect(rows).toEqual([{ leaves: events + 9, waiting: 0 }]);
  await client.end();
  await database.drop();
});
