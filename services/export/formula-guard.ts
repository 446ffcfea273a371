import { formulaSigns, skipped } from "@/domain/text/csv-cell";
import { Prisma } from "@/prisma/client/client";

/** The session's setting in which `guardSql` finds the pattern: some kilobytes, which no statement should repeat for each column. */
export const formulaSetting = "keydesk.formula";

let pattern: string | null = null;

/**
 * What `guardCell` (domain/text/csv-cell.ts) guards besides a leading apostrophe, as a regular expression of PostgreSQL, which has
 * no \p{…}: the same class, character by character as this Node knows Unicode. A test holds the two against one another.
 */
export function formulaPattern(): string {
  pattern ??= `^(?:[${skippedRanges()}]*[-=+@${formulaSigns}]|[\\t\\r\\n])`;
  return pattern;
}

function skippedRanges(): string {
  const sign = (code: number) => `\\U${code.toString(16).padStart(8, "0")}`;
  const ranges: string[] = [];
  let first = 0;
  for (let code = 1; code <= 0x110000; code++) {
    const isSurrogate = code >= 0xd800 && code <= 0xdfff;
    const isSkipped = code < 0x110000 && !isSurrogate && skipped.test(String.fromCodePoint(code));
    if (isSkipped && first === 0) first = code;
    if (isSkipped || first === 0) continue;
    ranges.push(first === code - 1 ? sign(first) : `${sign(first)}-${sign(code - 1)}`);
    first = 0;
  }
  return ranges.join("");
}

/**
 * A text as a spreadsheet may read it; null stays null. Nearly every one begins with a digit, a letter or a sign between those two, or is
 * empty, which a comparison of bytes tells at a fraction of the pattern's cost; the pattern is looked up once for the statement.
 */
export function guardSql(text: Prisma.Sql): Prisma.Sql {
  const bytes = Prisma.sql`${text} COLLATE "C"`;
  return Prisma.sql`CASE WHEN ${text} IS NULL OR ${bytes} >= 'A' AND ${bytes} < '{' OR ${bytes} >= '0' AND ${bytes} < ':' OR ${text} = ''
      THEN ${text}
    WHEN ascii(${text}) = 39 OR ${text} ~ (SELECT current_setting('keydesk.formula')) THEN '''' || ${text} ELSE ${text} END`;
}
