import type { ExportFormat } from "@/domain/export/formats";
import { csvLine } from "@/domain/text/csv-line";
import { Prisma } from "@/prisma/client/client";
import { guardSql } from "@/services/export/formula-guard";
import type { ExportSource, SourceColumn } from "@/services/export/source";

/** How rows become a file: PostgreSQL writes them, and this goes around each. */
export type Framing = {
  /** What the file begins with. */
  readonly head: string;
  readonly beforeFirst: string;
  readonly beforeOthers: string;
  readonly after: string;
  /** What only a whole file ends with. */
  readonly tail: string;
};

/** The frame of a format: CSV (docs/csv.md), one JSON list, or a JSON object per line. */
export function framingOf(format: ExportFormat, columns: readonly SourceColumn[]): Framing {
  const plain = { head: "", beforeFirst: "", beforeOthers: "", after: "\n", tail: "" };
  if (format === "csv") return { ...plain, head: csvLine(columns.map(({ name }) => name)), after: "\r\n" };
  if (format === "jsonl") return plain;
  return { head: "[", beforeFirst: "\n", beforeOthers: ",\n", after: "", tail: "\n]\n" };
}

/** The statement that PostgreSQL writes the rows by; their values are still parameters (inline-values.ts). */
export function copySql(format: ExportFormat, { columns, from, order }: ExportSource): Prisma.Sql {
  if (format === "csv") {
    const cells = Prisma.join(columns.map(csvCell));
    return Prisma.sql`COPY (SELECT ${cells} ${from} ORDER BY ${order}) TO STDOUT WITH (FORMAT csv, FORCE_QUOTE *)`;
  }
  const members = Prisma.join(
    columns.map((column) => Prisma.sql`${jsonMember(column)} AS ${Prisma.raw(`"${column.name}"`)}`),
  );
  // JSON holds neither of these two control characters, nor a line's end: so a row is written as it is.
  return Prisma.sql`COPY (SELECT row_to_json(r) FROM (SELECT ${members} ${from} ORDER BY ${order}) r)
    TO STDOUT WITH (FORMAT csv, DELIMITER E'\\x02', QUOTE E'\\x01')`;
}

// FORCE_QUOTE leaves null bare, and every field of ours is quoted.
function csvCell({ kind, isNullable, sql }: SourceColumn): Prisma.Sql {
  const cell = csvText(kind, sql);
  if (!isNullable) return cell;
  return kind === "id" || kind === "count"
    ? Prisma.sql`COALESCE((${cell})::text, '')`
    : Prisma.sql`COALESCE(${cell}, '')`;
}

// All but texts begin with a harmless sign: only texts are guarded.
function csvText(kind: SourceColumn["kind"], sql: Prisma.Sql): Prisma.Sql {
  switch (kind) {
    case "text":
      return guardSql(sql);
    case "ranges":
      return Prisma.sql`array_to_string(${sql}, ' ')`;
    case "object":
      return Prisma.sql`(${sql})::text`;
    case "time":
      return isoTime(sql);
    case "hash":
      return base64(sql);
    default:
      return sql;
  }
}

function jsonMember({ kind, sql }: SourceColumn): Prisma.Sql {
  return kind === "time" ? isoTime(sql) : kind === "hash" ? base64(sql) : sql;
}

/**
 * "2026-06-15T10:30:00.250Z", at half the cost of to_char, which is what a row of times costs most: with a microsecond more, JSON's form
 * of a time has all of its digits, and those of the milliseconds are cut off at their place. Columns hold whole milliseconds.
 */
function isoTime(sql: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(substr(to_json(timezone('UTC', ${sql}) + interval '1 microsecond')::text, 2, 23) || 'Z')`;
}

function base64(sql: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`encode(${sql}, 'base64')`;
}
