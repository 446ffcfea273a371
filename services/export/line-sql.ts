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
  return Prisma.sql`COPY (SELECT ${jsonObject(columns)} ${from} ORDER BY ${order}) TO STDOUT WITH (FORMAT binary)`;
}

/**
 * A row's object as bytea, the same as row_to_json writes it: put together of bytes, nothing of it is looked through again, neither by an
 * output function nor by COPY, and no type is looked up but by the texts that are escaped.
 */
function jsonObject(columns: readonly SourceColumn[]): Prisma.Sql {
  const members = columns.map(({ name, kind, isNullable, sql }, i) => {
    const head = `${i === 0 ? "{" : ","}"${name}":`;
    const member = (value: Prisma.Sql) =>
      isQuoted(kind)
        ? Prisma.sql`${bytea(`${head}"`)} || ${value} || ${bytea('"')}`
        : Prisma.sql`${bytea(head)} || ${value}`;
    return isNullable
      ? Prisma.sql`COALESCE(${member(jsonBytes(kind, sql))}, ${bytea(`${head}null`)})`
      : member(jsonBytes(kind, sql));
  });
  return Prisma.join([...members, bytea("}")], " || ");
}

// Names of columns are the code's own: without backslashes, which bytea would read, and apostrophes.
const bytea = (text: string) => Prisma.raw(`'${text}'::bytea`);

const isQuoted = (kind: SourceColumn["kind"]) => kind === "id" || kind === "time" || kind === "hash";

function jsonBytes(kind: SourceColumn["kind"], sql: Prisma.Sql): Prisma.Sql {
  switch (kind) {
    case "id":
    case "count":
    case "object":
      return Prisma.sql`textsend((${sql})::text)`;
    case "time":
      return Prisma.sql`(substr(json_send(${jsonTime(sql)}), 2, 23) || 'Z'::bytea)`;
    case "hash":
      return Prisma.sql`textsend(${base64(sql)})`;
    default:
      return Prisma.sql`json_send(to_json(${sql}))`;
  }
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

/** "2026-06-15T10:30:00.250Z", at half the cost of to_char, which is what a row of times costs most. */
function isoTime(sql: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(substr(${jsonTime(sql)}::text, 2, 23) || 'Z')`;
}

/**
 * A time as JSON, "2026-06-15T10:30:00.250001": with a microsecond more it has all of its digits, and those of the milliseconds are cut
 * off at their place. Columns hold whole milliseconds. UTC by an interval of nothing: a name would be looked up each time.
 */
function jsonTime(sql: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`to_json(timezone(interval '0', ${sql}) + interval '1 microsecond')`;
}

function base64(sql: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`encode(${sql}, 'base64')`;
}
