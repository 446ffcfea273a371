import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { csvLine } from "@/domain/text/csv-line";
import { Prisma } from "@/prisma/client/client";
import { copySql, framingOf } from "@/services/export/line-sql";
import { openSnapshot } from "@/services/export/snapshot";
import { type ExportSource, selectColumns } from "@/services/export/source";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const plain = { beforeFirst: "", beforeOthers: "", after: "\n" };

test("PostgreSQL writes any text that it holds as docs/csv.md and JSON have it, also one that a filter asks for", async () => {
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
    "'; DROP TABLE x; --",
    "=1+1",
    "'=1",
    "{}",
    "a,b",
    "x".repeat(200_000),
  ];
  const snapshot = await openSnapshot(world.url);
  const list = Prisma.sql`unnest(${texts}) WITH ORDINALITY AS x (t, n)`;
  const source: ExportSource = {
    columns: selectColumns([
      ["n", "count", "n"],
      ["text", "text", "t"],
      ["nothing", "text?", "NULL::text"],
    ]),
    from: Prisma.sql`FROM ${list}`,
    order: Prisma.sql`n`,
  };
  const read = async (format: "csv" | "json" | "jsonl") => {
    const frame = framingOf(format, source.columns);
    const parts: Uint8Array[] = [Buffer.from(frame.head)];
    for await (const { bytes } of snapshot.copy(copySql(format, source), frame)) parts.push(bytes);
    return Buffer.concat([...parts, Buffer.from(frame.tail)]).toString("utf8");
  };
  const rows = texts.map((text, i) => ({ n: i + 1, text, nothing: null }));
  expect(await read("csv")).toBe(
    csvLine(["n", "text", "nothing"]) + texts.map((text, i) => csvLine([String(i + 1), text, ""])).join(""),
  );
  expect(JSON.parse(await read("json"))).toEqual(rows);
  expect(
    (await read("jsonl"))
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line)),
  ).toEqual(rows);
  snapshot.close();
});

test("a snapshot stays as it was; it cannot write; a statement that fails says so", async () => {
  const count = Prisma.sql`SELECT count(*) FROM "AuditEvent"`;
  const snapshot = await openSnapshot(world.url);
  const before = await snapshot.count(count);
  await world.run(
    `INSERT INTO "AuditEvent" ("id", "at", "actorKind", "actorName", "action", "outcome")
     VALUES (gen_random_uuid(), now(), 'cli', 'Test', 'session.sign_in', 'done')`,
  );
  expect(await snapshot.count(count)).toBe(before);
  snapshot.close();

  for (const [statement, message] of [
    [Prisma.sql`COPY (DELETE FROM "Session" RETURNING "id") TO STDOUT`, /read-only/],
    [Prisma.sql`COPY (SELECT 1 / (n - 3) FROM generate_series(1, 5) n) TO STDOUT`, /division by zero/],
  ] as const) {
    const failing = await openSnapshot(world.url);
    const all = (async () => {
      for await (const _ of failing.copy(statement, plain));
    })();
    await expect(all).rejects.toThrow(message);
    failing.close();
  }
});

test("a snapshot that is closed in the midst ends its query", async () => {
  const snapshot = await openSnapshot(world.url);
  const rows = snapshot.copy(
    Prisma.sql`COPY (SELECT n, repeat('x', 1000) FROM generate_series(1, 10000000) n) TO STDOUT`,
    plain,
  );
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
    )
    .toBe(0);
  await client.end();
});
