import { z } from "zod";
import { csvCell } from "@/domain/text/csv-line";

/** How a column's text, as PostgreSQL writes it, stands in each format. What is not there (null) is "" in CSV and null in JSON. */
export type Kind = {
  /** A whole cell, quoted. */
  readonly csv: (text: string) => string;
  readonly json: (text: string) => string;
  /** What JSON holds. */
  readonly schema: z.ZodType;
};

const same = (text: string) => text;
// Ids, times and counts begin with a letter or digit and hold no quote: nothing to guard.
const plain = (text: string) => `"${text}"`;

/** "2026-06-15 10:30:00.25+00" → "2026-06-15T10:30:00.250Z". The session's time zone is UTC. */
export function isoTime(text: string): string {
  if (!utcTime.test(text)) return new Date(text).toISOString();
  const fraction = text.length === 22 ? "000" : text.slice(20, -3).padEnd(3, "0");
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction}Z`;
}

const utcTime = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,3})?\+00$/;

// PostgreSQL's text of an array whose members hold no comma, quote, brace or blank: address ranges.
const members = (text: string) => (text === "{}" ? [] : text.slice(1, -1).split(","));

export const kinds = {
  text: { csv: csvCell, json: (text: string) => JSON.stringify(text), schema: z.string() },
  id: { csv: plain, json: plain, schema: z.uuid() },
  time: {
    csv: (text: string) => plain(isoTime(text)),
    json: (text: string) => plain(isoTime(text)),
    schema: z.iso.datetime(),
  },
  /** A whole number; JSON carries its digits, however many. */
  count: { csv: plain, json: same, schema: z.int().nonnegative() },
  /** Address ranges: with blanks between them in CSV, a list in JSON. */
  ranges: {
    csv: (text: string) => csvCell(members(text).join(" ")),
    json: (text: string) => JSON.stringify(members(text)),
    schema: z.array(z.string()),
  },
  /** A JSON object of the database (jsonb): its text is JSON on one line. */
  object: { csv: csvCell, json: same, schema: z.record(z.string(), z.unknown()) },
} as const satisfies Record<string, Kind>;

export type KindName = keyof typeof kinds;
