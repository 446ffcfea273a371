import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSnapshot } from "@/services/export/snapshot";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test("any text that the database holds comes back from COPY as it was, null apart from every text", async () => {
  const codes = [
    ...Array.from({ length: 0x17f }, (_, i) => i + 1),
    0x2028,
    0xfeff,
    0xff1d,
    0xfffd,
    0x1f469,
    0x10ffff,
  ];
  const texts = [
    ...codes.map((code) => `a${String.fromCodePoint(code)}b`),
    "",
    "\\N",
    "\\\\N",
    "\\.",
    "a\tb\nc\rd\be\fg\vh",
    "\\n\\t\\",
    "x".repeat(200_000),
  ];
  const snapshot = await openSnapshot(world.url, { texts: JSON.stringify(texts) });
  const read: (string | null)[] = [];
  const list =
    "jsonb_array_elements_text(current_setting('keydesk.texts')::jsonb) WITH ORDINALITY AS x (t, n)";
  for await (const rows of snapshot.rows(`SELECT t, NULL::text, n FROM ${list} ORDER BY n`)) {
    for (const [text, nothing] of rows) {
      read.push(text!);
      expect(nothing).toBeNull();
    }
  }
  snapshot.close();
  expect(read).toEqual(texts);
});

test("a snapshot stays as it was; it cannot write; a statement that fails says so", async () => {
  const count = `SELECT count(*) FROM "AuditEvent"`;
  const snapshot = await openSnapshot(world.url, {});
  const before = await snapshot.value(count);
  await world.run(
    `INSERT INTO "AuditEvent" ("id", "at", "actorKind", "actorName", "action", "outcome")
     VALUES (gen_random_uuid(), now(), 'cli', 'Test', 'session.sign_in', 'done')`,
  );
  expect(await snapshot.value(count)).toBe(before);
  snapshot.close();

  for (const [statement, message] of [
    [`DELETE FROM "Session" RETURNING "id"`, /read-only/],
    [`SELECT 1 / (n - 3) FROM generate_series(1, 5) n`, /division by zero/],
  ] as const) {
    const failing = await openSnapshot(world.url, {});
    const all = (async () => {
      for await (const _ of failing.rows(statement));
    })();
    await expect(all).rejects.toThrow(message);
    failing.close();
  }
});

test("a snapshot that is closed in the midst ends its query", async () => {
  const snapshot = await openSnapshot(world.url, {});
  const rows = snapshot.rows("SELECT n, repeat('x', 1000) FROM generate_series(1, 10000000) n");
  expect((await rows.next()).done).toBe(false);
  snapshot.close();
  await expect(
    (async () => {
      for await (const _ of rows);
    })(),
  ).rejects.toThrow();
  const client = new pg.Client(world.url);
  await client.connect();
  await expect
    .poll(
      async () =>
        (
          await client.query(
            `SELECT 1 FROM pg_stat_activity WHERE application_name = 'keydesk-export' AND datname = current_database()`,
          )
        ).rowCount,
      { timeout: 10_000 },
    )
    .toBe(0);
  await client.end();
});
