import { formatCount } from "@/components/ui/format-count";
import type { ExportStatus } from "@/domain/export/export-views";
import type { ExportFormat } from "@/domain/export/formats";
import type { ExportName } from "@/domain/export/manifest";

const nouns: Record<ExportName, readonly [one: string, many: string]> = {
  tokens: ["token", "tokens"],
  audit: ["audit event", "audit events"],
  usage: ["row of usage", "rows of usage"],
  reviews: ["token of the review", "tokens of the review"],
};

/** "12,345 tokens". */
export function countOf(what: ExportName, rows: number): string {
  return `${formatCount(rows)} ${nouns[what][rows === 1 ? 0 : 1]}`;
}

/** "tokens", as a title has it. */
export const manyOf = (what: ExportName): string => nouns[what][1];

export const formatNames: Record<ExportFormat, string> = { csv: "CSV", json: "JSON", jsonl: "JSON Lines" };

export const statusWords: Record<ExportStatus, string> = {
  waiting: "Waiting",
  running: "Running",
  done: "Whole",
  cancelled: "Cancelled",
  failed: "Broke off",
};

const units = ["bytes", "kB", "MB", "GB", "TB"] as const;

/** "26.3 MB": decimal units, as file managers show them. */
export function sizeOf(bytes: number): string {
  let [value, unit] = [bytes, 0];
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? formatCount(value) : value.toFixed(value < 100 ? 1 : 0)} ${units[unit]}`;
}
