import { z } from "zod";

/** How a column's text, as PostgreSQL writes it, stands in each format. What is not there (null) is "" in CSV and null in JSON. */
export type Kind = {
  readonly csv: (text: string) => string;
  readonly json: (text: string) => string;
  /** What JSON holds. */
  readonly schema: z.ZodType;
};

const same = (text: string) => text;

/** "2026-06-15 10:30:00.25+00" → "2026-06-15T10:30:00.250Z". The session's time zone is UTC. */
export function isoTime(text: string): string {
  if (text.length < 22 || text[10] !== " " || !text.endsWith("+00")) return new Date(text).toISOString();
  const fraction = text[19] === "." ? text.slice(20, -3) : "";
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction.padEnd(3, "0").slice(0, 3)}Z`;
}

// PostgreSQL's text of an array whose members hold no comma, quote, brace or blank: address ranges.
const members = (text: string) => (text === "{}" ? [] : text.slice(1, -1).split(","));

export const kinds = {
  text: { csv: same, json: (text: string) => JSON.stringify(text), schema: z.string() },
  id: { csv: same, json: (text: string) => `"${text}"`, schema: z.uuid() },
  time: { csv: isoTime, json: (text: string) => `"${isoTime(text)}"`, schema: z.iso.datetime() },
  /** A whole number; JSON carries its digits, however many. */
  count: { csv: same, json: same, schema: z.int().nonnegative() },
  /** Address ranges: with blanks between them in CSV, a list in JSON. */
  ranges: {
    csv: (text: string) => members(text).join(" "),
    json: (text: string) => JSON.stringify(members(text)),
    schema: z.array(z.string()),
  },
  /** A JSON object of the database (jsonb): its text is JSON on one line. */
  object: { csv: same, json: same, schema: z.record(z.string(), z.unknown()) },
} as const satisfies Record<string, Kind>;

export type KindName = keyof typeof kinds;
