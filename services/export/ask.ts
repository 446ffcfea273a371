import { z } from "zod";
import { exportFormatNames } from "@/domain/export/formats";
import { done, type Result } from "@/domain/result";
import { type AskedExport, type DeskExportName, deskExports } from "@/services/export/desk-exports";
import type { Reach } from "@/services/kernel/authorise";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";

const whatNames = Object.keys(deskExports) as [DeskExportName, ...DeskExportName[]];

/** What a person asks for: of what, in which format, and the filter as the page's address has it. */
export const askSchema = z.strictObject({
  what: z.enum(whatNames, { error: `Choose one of ${whatNames.join(", ")}.` }),
  format: z.enum(exportFormatNames as ["csv", "json", "jsonl"], {
    error: `Choose one of ${exportFormatNames.join(", ")}.`,
  }),
  /** Begin with a byte order mark; of CSV only. */
  marked: z.boolean({ error: "Say true or false." }).default(false),
  filter: z.record(z.string(), z.unknown(), { error: "The filter must be an object." }).default({}),
});

export type Ask = z.output<typeof askSchema>;
export type AskInput = z.input<typeof askSchema>;

/** A parsed question, and the right that it takes. */
export type Asked = {
  readonly ask: Ask;
  readonly action: (typeof deskExports)[DeskExportName]["action"];
  readonly resolve: (context: Context, reach: Reach) => Promise<Result<AskedExport>>;
};

/** Parses what a person asks to export; its filter by the rules of the page that it is of. Refuses: invalid_input (by field). */
export function parseAsk(input: unknown): Result<Asked> {
  const parsed = parseInput(askSchema, input);
  if (!parsed.ok) return parsed;
  const kind = deskExports[parsed.value.what];
  const query = parseInput<z.ZodType>(kind.input, parsed.value.filter);
  if (!query.ok) return query;
  const resolve = (context: Context, reach: Reach) => kind.ask(context, reach, query.value as never);
  const ask = { ...parsed.value, marked: parsed.value.marked && parsed.value.format === "csv" };
  return done({ ask, action: kind.action, resolve });
}
