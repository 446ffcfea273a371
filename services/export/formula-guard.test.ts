import { afterAll, beforeAll, expect, test } from "vitest";
import { guardCell } from "@/domain/text/csv-cell";
import { Prisma } from "@/prisma/client/client";
import { formulaPattern, guardSql } from "@/services/export/formula-guard";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** What PostgreSQL makes of texts that an expression gives for each code point c, as one text of 0 and 1. */
async function guarded(texts: Prisma.Sql, first: number, last: number): Promise<string> {
  const [row] = await world.db.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT set_config('keydesk.formula', ${formulaPattern()}, true)`;
    return tx.$queryRaw<{ bits: string }[]>`
      SELECT string_agg(CASE WHEN g = t THEN '0' ELSE '1' END, '' ORDER BY c) AS "bits" FROM (
        SELECT c, t, ${guardSql(Prisma.raw("t"))} AS g FROM (
          SELECT c, ${texts} AS t FROM generate_series(${first}::int, ${last}::int) c WHERE c NOT BETWEEN 55296 AND 57343) x) y`;
  });
  return row!.bits;
}

function wanted(textOf: (character: string) => string, first: number, last: number): string {
  let bits = "";
  for (let code = first; code <= last; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const text = textOf(String.fromCodePoint(code));
    bits += guardCell(text) === text ? "0" : "1";
  }
  return bits;
}

test("PostgreSQL guards what the guard of the program guards: each character of the scripts and forms of Unicode, alone and before a formula", async () => {
  for (const [first, last] of [
    [1, 0x3fff],
    [0xfb00, 0x1_00ff],
    [0xe_0000, 0xe_01ff],
  ] as const)
    expect(await guarded(Prisma.sql`chr(c) || ' =1'`, first, last)).toBe(
      wanted((c) => `${c} =1`, first, last),
    );
  for (const [first, last] of [
    [1, 0x30ff],
    [0xfb00, 0x1_00ff],
  ] as const)
    expect(await guarded(Prisma.sql`chr(c) || '1+1'`, first, last)).toBe(
      wanted((c) => `${c}1+1`, first, last),
    );
});

test.each(["", "'", "''", "'=1", " ", "\t", "\n=1", "\u200b\u200b=1", "x=1", "1", "-", "a\n=1"])(
  "%j too",
  async (text) => {
    const found = await world.db.$transaction(async (tx) => {
      await tx.$executeRaw`SELECT set_config('keydesk.formula', ${formulaPattern()}, true)`;
      return tx.$queryRaw<{ g: string }[]>`SELECT ${guardSql(Prisma.sql`${text}::text`)} AS g`;
    });
    expect(found[0]!.g).toBe(guardCell(text));
  },
);
