import { expect, test } from "vitest";
import { createDatabase } from "@/prisma/client-factory";
import { applyMigrations } from "@/prisma/migrate";
import { createEmptyDatabase } from "@/prisma/testing";
import { isDatabaseAway } from "@/services/kernel/database-away";

test.each([
  "Connection terminated unexpectedly",
  "Client has encountered a connection error and is not queryable",
  "Client was closed and is not queryable",
  "timeout exceeded when trying to connect",
])("the driver's “%s” says that the database is away", (message) => {
  expect(isDatabaseAway(new Error(message))).toBe(true);
});

test.each(["duplicate key value violates unique constraint", "syntax error"])("“%s” does not", (message) => {
  expect(isDatabaseAway(new Error(message))).toBe(false);
});

test("a database that takes no changes is told as one that is away", async () => {
  const database = await createEmptyDatabase();
  await applyMigrations(database.url);
  const { pathname } = new URL(database.url);
  const before = createDatabase(database.url, 1);
  await before.$executeRawUnsafe(
    `ALTER DATABASE "${pathname.slice(1)}" SET default_transaction_read_only = on`,
  );
  await before.$disconnect();
  const db = createDatabase(database.url, 1);
  const failures = [
    await db.rateLimit.create({ data: { key: "a", points: 1 } }).catch((error: unknown) => error),
    await db.$executeRaw`DELETE FROM "rate_limit"`.catch((error: unknown) => error),
    await db.$transaction((tx) => tx.rateLimit.deleteMany()).catch((error: unknown) => error),
  ];
  expect(failures.map(isDatabaseAway)).toEqual([true, true, true]);
  expect(isDatabaseAway(await db.$queryRaw`SELECT 1/0`.catch((error: unknown) => error))).toBe(false);
  await db.$disconnect();
  await database.drop();
});
