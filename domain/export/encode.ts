import { z } from "zod";
import type { Kind } from "@/domain/export/kinds";
import { csvLine } from "@/domain/text/csv-line";

/** The formats of exports, by the ending of their address. */
export const exportFormats = {
  csv: "text/csv; charset=utf-8; header=present",
  json: "application/json; charset=utf-8",
  jsonl: "application/x-ndjson; charset=utf-8",
} as const;

export type ExportFormat = keyof typeof exportFormats;
export const exportFormatNames = Object.keys(exportFormats) as readonly ExportFormat[];

/** A column of an export; its name is the CSV header and the JSON member. */
export type ExportColumn<Row> = {
  readonly name: string;
  readonly kind: Kind;
  readonly isNullable: boolean;
  readonly value: (row: Row) => string | null;
};

/** What one row is in JSON, for programs and for the API's document. */
export function rowSchema(columns: readonly ExportColumn<never>[]): z.ZodObject {
  return z.object(
    Object.fromEntries(
      columns.map(({ name, kind, isNullable }) => [name, isNullable ? kind.schema.nullable() : kind.schema]),
    ),
  );
}

/** Turns batches of rows into the pieces of a file. */
export type Encoder<Row> = {
  /** What the file begins with. */
  readonly head: string;
  readonly batch: (rows: readonly Row[], isFirst: boolean) => string;
  /** What only a whole file ends with. */
  readonly tail: string;
};

/** The encoder of a format: CSV (docs/csv.md), one JSON list, or a JSON object per line. */
export function encoderOf<Row>(format: ExportFormat, columns: readonly ExportColumn<Row>[]): Encoder<Row> {
  if (format === "csv") {
    const line = lineWriter(columns);
    return { head: csvLine(columns.map(({ name }) => name)), batch: (rows) => join(rows, line), tail: "" };
  }
  const object = objectWriter(columns);
  if (format === "jsonl")
    return { head: "", batch: (rows) => join(rows, (row) => `${object(row)}\n`), tail: "" };
  return {
    head: "[",
    batch: (rows, isFirst) => join(rows, (row, i) => `${isFirst && i === 0 ? "\n" : ",\n"}${object(row)}`),
    tail: "\n]\n",
  };
}

function lineWriter<Row>(columns: readonly ExportColumn<Row>[]): (row: Row) => string {
  return (row) => {
    let line = "";
    for (let i = 0; i < columns.length; i++) {
      const { kind, value } = columns[i]!;
      const raw = value(row);
      if (i > 0) line += ",";
      line += raw === null ? '""' : kind.csv(raw);
    }
    return `${line}\r\n`;
  };
}

function objectWriter<Row>(columns: readonly ExportColumn<Row>[]): (row: Row) => string {
  const starts = columns.map(({ name }, i) => `${i === 0 ? "{" : ","}${JSON.stringify(name)}:`);
  return (row) => {
    let text = "";
    for (let i = 0; i < columns.length; i++) {
      const { kind, value } = columns[i]!;
      const raw = value(row);
      text += starts[i];
      text += raw === null ? "null" : kind.json(raw);
    }
    return `${text}}`;
  };
}

function join<Row>(rows: readonly Row[], line: (row: Row, i: number) => string): string {
  let text = "";
  for (let i = 0; i < rows.length; i++) text += line(rows[i]!, i);
  return text;
}
