import type { Prisma } from "@/prisma/client/client";
import type { Connection } from "@/prisma/connection";

/**
 * A statement without parameters, for COPY, which knows none. Texts are quoted by the server itself, which alone knows how it reads them;
 * they come to it as a parameter. Throws for a value that no filter has.
 */
export async function inlineValues(connection: Connection, { strings, values }: Prisma.Sql): Promise<string> {
  const quoted = await quote(connection, values.flatMap(textsOf));
  let next = 0;
  const literal = (value: unknown): string => {
    if (Array.isArray(value)) return `ARRAY[${value.map(() => quoted[next++]).join(", ")}]::text[]`;
    if (value instanceof Date) return `${quoted[next++]}::timestamptz`;
    if (typeof value === "string") return quoted[next++]!;
    if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
    if (value === null) return "NULL";
    if (typeof value === "bigint" || Number.isFinite(value)) return `(${value})`;
    throw new TypeError(`no literal for a ${typeof value}`);
  };
  return strings.reduce((text, part, i) => `${text}${literal(values[i - 1])}${part}`);
}

function textsOf(value: unknown): string[] {
  if (value instanceof Date) return [value.toISOString()];
  if (typeof value === "string") return [value];
  if (!Array.isArray(value)) return [];
  if (!value.every((each) => typeof each === "string")) throw new TypeError("no literal for this list");
  return value;
}

async function quote(connection: Connection, texts: readonly string[]): Promise<readonly string[]> {
  if (texts.length === 0) return [];
  const { rows } = await connection.query<{ quoted: string[] }>(
    `SELECT array_agg(quote_literal(t) ORDER BY n) AS quoted FROM unnest($1::text[]) WITH ORDINALITY AS x (t, n)`,
    [texts],
  );
  return rows[0]!.quoted;
}
