import { describe, expect, test } from "vitest";
import { acceptedRisks } from "@/prisma/accepted-risks";
import { lastUnruled } from "@/prisma/migrate-one";
import { readMigrations } from "@/prisma/migration-files";
import { readMigrationNote } from "@/prisma/migration-note";
import { findUpgradeRisks, upgradeRisks } from "@/prisma/upgrade-risks";

const all = readMigrations();
const ruled = all.filter(({ name }) => name > lastUnruled);

describe("every migration since rolling upgrades", () => {
  test("is held to the rules", () => {
    const unlisted = ruled.flatMap((migration) => {
      const accepted = acceptedRisks[migration.name]?.risks ?? [];
      return findUpgradeRisks(migration)
        .filter((risk) => !accepted.includes(risk))
        .map((risk) => `${migration.name}: ${upgradeRisks[risk]}`);
    });
    expect(unlisted, "mend these, or list them with a reason in prisma/accepted-risks.ts").toEqual([]);
  });

  test("that names the version from which nodes go on with it names a migration that is there", () => {
    const names = new Set(all.map(({ name }) => name));
    const named = ruled.map(({ sql }) => readMigrationNote(sql).oldNodes);
    const unknown = named.filter((oldNodes) => typeof oldNodes === "object" && !names.has(oldNodes.from));
    expect(unknown).toEqual([]);
  });

  test("that is listed is there, has just these risks, and a reason", () => {
    for (const [name, { risks, why }] of Object.entries(acceptedRisks)) {
      const migration = ruled.find((file) => file.name === name);
      expect(migration, name).toBeDefined();
      expect([...risks].sort(), name).toEqual(findUpgradeRisks(migration!).sort());
      expect(why.length, name).toBeGreaterThan(20);
    }
  });
});

const head = `-- Purpose: a test.
-- Rows touched: none.
-- Locks: "Token" for a moment.
-- Old nodes: go on.
`;
const long = `${head}-- Time: up to 30 min.\n`;

describe("of a statement", () => {
  test.each([
    ['ALTER TABLE "Token" ADD COLUMN "note" TEXT', []],
    [`ALTER TABLE "Token" ADD COLUMN "note" TEXT NOT NULL DEFAULT ''`, []],
    ['ALTER TABLE "Token" ADD COLUMN "note" TEXT,\nADD COLUMN "size" DECIMAL(10,2) NOT NULL', ["not_null"]],
    [`ALTER TABLE "Token" ADD COLUMN "note" TEXT NOT NULL, ADD COLUMN "size" INT DEFAULT 0`, ["not_null"]],
    ['ALTER TABLE "Token" ALTER COLUMN "name" SET NOT NULL', ["scan", "not_null"]],
    ['ALTER TABLE "Token" ALTER COLUMN "name" SET DATA TYPE VARCHAR(10)', ["rewrite"]],
    ['ALTER TABLE "Token" ALTER COLUMN "name" TYPE TEXT USING 1', ["rewrite"]],
    ['ALTER TABLE "Token" ADD COLUMN "key" UUID DEFAULT gen_random_uuid()', ["rewrite"]],
    ['ALTER TABLE "Token" ADD COLUMN "n" BIGSERIAL', ["rewrite"]],
    ['ALTER TABLE "Token" ADD CONSTRAINT "c" CHECK ("a" > 0)', ["scan"]],
    ['ALTER TABLE "Token" ADD CONSTRAINT "c" CHECK ("a" > 0) NOT VALID', []],
    ['ALTER TABLE "Token" VALIDATE CONSTRAINT "c"', []],
    ['ALTER TABLE "Token" DROP COLUMN "notes"', ["drop"]],
    ['ALTER TABLE "Token" RENAME COLUMN "notes" TO "note"', ["drop"]],
    ['ALTER TABLE "RefusalHour" RENAME TO "GatewayHour"', ["drop"]],
    ['DROP TABLE "Token"', ["drop"]],
    ['TRUNCATE "Session"', ["drop"]],
    [`ALTER TYPE "TokenType" ADD VALUE 'x'`, ["enum_value"]],
    ['CREATE INDEX "i" ON "Token" ("name")', ["index"]],
    ['CREATE UNIQUE INDEX "i" ON "Token"("name")', ["index"]],
    ['CREATE INDEX CONCURRENTLY "i" ON "Token" ("name")', []],
    ['CREATE INDEX CONCURRENTLY "i" ON "Token" ("name"); UPDATE "Token" SET "name" = \'\'', ["mixed"]],
    [
      'CREATE TABLE "New" ("id" UUID NOT NULL); CREATE INDEX "i" ON "New" ("id"); ALTER TABLE "New" ADD CONSTRAINT "c" CHECK (true)',
      [],
    ],
    ['CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DROP TABLE "Token"; END $$', []],
    ["-- DROP TABLE is only a word here\nSELECT 1", []],
  ])("%s", (statement, risks) => {
    expect(findUpgradeRisks({ sql: `${head}${statement};` })).toEqual(risks);
  });

  test("a migration that takes minutes locks no table against readers", () => {
    const fill = 'UPDATE "Token" SET "note" = \'\' WHERE "note" IS NULL;';
    expect(findUpgradeRisks({ sql: long + fill })).toEqual([]);
    expect(findUpgradeRisks({ sql: `${long}ALTER TABLE "Token" ADD COLUMN "x" INT; ${fill}` })).toEqual([
      "long_lock",
    ]);
    expect(findUpgradeRisks({ sql: `${long}LOCK TABLE "Token"; ${fill}` })).toEqual(["long_lock"]);
  });

  test("a migration that does not say what becomes of old nodes is told so", () => {
    expect(findUpgradeRisks({ sql: 'CREATE TABLE "x" ("id" INT);' })).toEqual(["unsaid"]);
    expect(findUpgradeRisks({ sql: head.replace("go on", "perhaps") })).toEqual(["unsaid"]);
  });
});

test("the history that was written before has its risks, so that the rules are seen to bite", () => {
  const before = all.filter(({ name }) => name <= lastUnruled);
  const found = new Set(before.flatMap((migration) => findUpgradeRisks(migration)));
  expect([...found].sort()).toEqual(["drop", "index", "rewrite", "scan", "unsaid"]);
});
