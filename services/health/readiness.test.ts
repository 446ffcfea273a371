import { createHash } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import { applyMigrations, diagnose } from "@/prisma/migrate";
import type { MigrationFile } from "@/prisma/migration-files";
import { createEmptyDatabase, type TestDatabase } from "@/prisma/testing";
import { createReadinessCheck } from "@/services/health/readiness";

const opened: TestDatabase[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((database) => database.drop()));
});

async function emptyDatabase(): Promise<string> {
  const database = await createEmptyDatabase();
  opened.push(database);
  return database.url;
}

let day = 0;
function migration(sql: string): MigrationFile {
  day += 1;
  const name = `202701${String(day).padStart(2, "0")}000000_change_it`;
  return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
}
const first = migration("CREATE TABLE a (id int);");

describe("a node whose database has had the migrations of a newer version", () => {
  const additive = migration("-- Old nodes: go on.\nALTER TABLE a ADD COLUMN note text;");
  const contract = migration(
    `-- Purpose: the second step.\n-- Old nodes: go on from ${additive.name} on.\nALTER TABLE a DROP COLUMN id;`,
  );
  const breaking = migration("-- Old nodes: must be stopped.\nDROP TABLE a;");
  const silent = migration("CREATE TABLE c (id int);");

  test.each([
    ["goes on after an addition", [first], [additive], []],
    [
      "goes on after the removal of what its version does not use any more",
      [first, additive],
      [contract],
      [],
    ],
    ["does not after the removal of what its version still uses", [first], [additive, contract], [contract]],
    ["does not where the migration says so", [first], [breaking], [breaking]],
    ["does not where the migration says nothing", [first], [silent], [silent]],
  ])("%s", async (_what, known, newer, refusing) => {
    const url = await emptyDatabase();
    await applyMigrations(url, [...known, ...newer]);
    expect(await diagnose(url, known)).toEqual({
      kind: "ahead",
      unknown: newer.map(({ name }) => name),
      refusing: refusing.map(({ name }) => name),
    });
    const started = applyMigrations(url, known);
    if (refusing.length === 0) expect(await started).toEqual([]);
    else await expect(started).rejects.toThrow(`it has had ${refusing[0]?.name}.`);
    const state = await createReadinessCheck(url, known)();
    expect(state.ready).toBe(refusing.length === 0);
  });
});
