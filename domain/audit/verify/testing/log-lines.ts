import { toBase64 } from "@/domain/audit/log/base64";
import { openCanonicalWriter } from "@/domain/audit/log/canonical";
import { openFrontier } from "@/domain/audit/log/frontier";
import type { LogRow } from "@/domain/audit/log/log-row";
import { nodeSha256 } from "@/domain/audit/log/node-crypto";
import { testRow } from "@/domain/audit/log/testing/log-rows";
import { treeHasherOf } from "@/domain/audit/log/tree-hasher";
import { consistencyRanges, rangeRoot, subtreesOf } from "@/domain/audit/log/tree-ranges";
import type { TreeHead } from "@/domain/audit/log/verify-proof";
import type { RowsFormat } from "@/domain/audit/verify/file-rows";
import type { ManifestSkip } from "@/domain/export/manifest";
import { csvLine } from "@/domain/text/csv-line";

const hasher = treeHasherOf(nodeSha256);

/** A row of a file: an event, and the leaf hash that stands beside it. */
export type TestLine = { readonly row: LogRow; readonly leafHash: string | null };

/** The line of an event as the export writes it. */
export function lineOf(row: LogRow): TestLine {
  return { row, leafHash: toBase64(hasher.leaf(openCanonicalWriter()(row))) };
}

/** Lines of test events 1 to `count`. */
export function testLines(count: number): TestLine[] {
  return Array.from({ length: count }, (_, i) => lineOf(testRow(i + 1)));
}

const columns = [
  ...[
    "seq",
    "id",
    "at",
    "sealedAt",
    "actorKind",
    "actorId",
    "actorName",
    "action",
    "outcome",
    "targetKind",
    "targetId",
  ],
  ...["targetName", "address", "userAgent", "requestId", "details", "logId", "organizationId"],
] as (keyof LogRow)[];

/** The text of an export with these lines, as the product writes it (services/export; its tests verify real ones). */
export function exportText(format: RowsFormat, lines: readonly TestLine[]): string {
  if (format === "csv") {
    const cell = (value: unknown) =>
      value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
    const rows = lines.map(({ row, leafHash }) =>
      csvLine([...columns.map((name) => cell(row[name])), leafHash ?? ""]),
    );
    return [csvLine([...columns, "leafHash"]), ...rows].join("");
  }
  const objects = lines.map(({ row, leafHash }) =>
    JSON.stringify({ ...Object.fromEntries(columns.map((name) => [name, row[name]])), leafHash }),
  );
  return format === "jsonl"
    ? objects.map((text) => `${text}\n`).join("")
    : `[${objects.map((text) => `\n${text}`).join(",")}\n]\n`;
}

const leafOf = ({ row }: TestLine) => hasher.leaf(openCanonicalWriter()(row));

/** Length and root of a log of these lines. */
export function headOf(lines: readonly TestLine[]): TreeHead {
  const tree = openFrontier(hasher);
  for (const line of lines) tree.append(leafOf(line));
  return { size: lines.length, root: tree.root() };
}

/** The gaps of a file that holds only the events `kept` of a log. */
export function skipsBetween(log: readonly TestLine[], kept: readonly number[]): ManifestSkip[] {
  const skips: ManifestSkip[] = [];
  let from = 0;
  for (const before of [...kept, null]) {
    const to = before === null ? log.length : before - 1;
    if (to > from)
      skips.push({
        before,
        subtrees: subtreesOf({ from, to }).map(({ level, index }) => [
          level,
          toBase64(nodeAt(log, level, index)),
        ]),
      });
    from = before ?? to;
  }
  return skips;
}

/** The proof that the first `older` events are the beginning of a log. */
export function consistencyOf(log: readonly TestLine[], older: number): string[] {
  return consistencyRanges(older, log.length).map((range) =>
    toBase64(rangeRoot(hasher, range, (level, index) => nodeAt(log, level, index))),
  );
}

function nodeAt(log: readonly TestLine[], level: number, index: number): Uint8Array {
  return headOf(log.slice(index * 2 ** level, (index + 1) * 2 ** level)).root;
}
