import { z } from "zod";

/** What JSON holds of a column, by its kind. How each stands in a file is services/export/line-sql.ts. */
export const columnKinds = {
  /** What people or programs gave: CSV guards it. */
  text: z.string(),
  /** Of our own making: it begins with a letter or digit. */
  word: z.string(),
  id: z.uuid(),
  time: z.iso.datetime(),
  /** A whole number; JSON carries its digits, however many. */
  count: z.int().nonnegative(),
  /** Address ranges: with blanks between them in CSV, a list in JSON. */
  ranges: z.array(z.string()),
  object: z.record(z.string(), z.unknown()),
  /** 32 bytes, base64. */
  hash: z.string(),
} as const satisfies Record<string, z.ZodType>;

export type ColumnKind = keyof typeof columnKinds;

/** A column of an export; its name is the CSV header and the JSON member. What is not there is "" in CSV and null in JSON. */
export type ExportColumn = { readonly name: string; readonly kind: ColumnKind; readonly isNullable: boolean };

/** What one row is in JSON, for programs and for the API's document. */
export function rowSchema(columns: readonly ExportColumn[]): z.ZodObject {
  return z.object(
    Object.fromEntries(
      columns.map(({ name, kind, isNullable }) => {
        const schema: z.ZodType = columnKinds[kind];
        return [name, isNullable ? schema.nullable() : schema];
      }),
    ),
  );
}
