import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closeConnection, openConnection } from "@/prisma/connection";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { use, usesOf } from "@/services/testing/uses";
import { appliedAtOnceMax, applyJournal, stretchLines, stretchRows } from "@/services/usage/apply-journal";
import { countUse, openBook } from "@/services/usage/book";
import { writeBook } from "@/services/usage/write-book";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const { subject, activityOf, hoursOf } = usesOf(() => world);

const connect = () =>
  openConnection(world.url, {
    applicationName: "test",
    connectMsMax: 5_000,
    statementMsMax: 30_000,
    settings: {},
  });

test("a long move rests on its way, and moves everything all the same", async () => {
  const connection = await connect();
  const book = openBook();
  const uses = stretchRows + 1;
  const known = await subject();
  for (let i = 1; i < uses; i++) countUse(book, use(await subject(uuidv7())));
  countUse(book, use(known));
  await writeBook(connection, book);
  const started = performance.now();
  // Each of its rests, one for callers and one for hours, is cut to the longest that there may be: two seconds.
  const { uses: moved } = await applyJournal(connection, true, appliedAtOnceMax, 1_000_000.5);
  expect(performance.now() - started).toBeGreaterThanOrEqual(3_900);
  expect(moved).toBe(uses);
  expect(await hoursOf(known)).toEqual([["10:00", "valid", 1]]);
  closeConnection(connection);
});

test("lines that come to a single row rest too, while they are taken apart and for each table", async () => {
  const connection = await connect();
  const book = openBook();
  const known = await subject();
  countUse(book, use(known));
  await world.run("BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('keydesk-usage-journal', 0))");
  await writeBook(connection, book);
  const lines = stretchLines + 1;
  await connection.query('UPDATE "UsageJournal" SET "lines" = repeat("lines", $1), "uses" = $1', [lines]);
  await world.run("COMMIT");
  const started = performance.now();
  const { uses: moved } = await applyJournal(connection, true, appliedAtOnceMax, 1_000_000.5);
  expect(performance.now() - started).toBeGreaterThanOrEqual(7_900);
  expect(moved).toBe(lines);
  expect(await hoursOf(known)).toEqual([["10:00", "valid", lines]]);
  closeConnection(connection);
});

test("what is too much for one move is moved flush by flush", async () => {
  const connection = await connect();
  const tokens = await Promise.all([subject(), subject()]);
  // Nobody else may move them meanwhile.
  await world.run("BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('keydesk-usage-journal', 0))");
  for (const facts of tokens) {
    const book = openBook();
    countUse(book, use(facts));
    countUse(book, use(facts, { agent: "another" }));
    await writeBook(connection, book);
  }
  await world.run("COMMIT");
  const moved: number[] = [];
  for (let i = 0; i < 3; i++) moved.push((await applyJournal(connection, true, 1)).uses);
  expect(moved).toEqual([2, 2, 0]);
  for (const facts of tokens) expect((await activityOf(facts)).total).toBe(2n);
  closeConnection(connection);
});
