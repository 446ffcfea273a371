import type { ExportColumn } from "@/domain/export/encode";
import { type KindName, kinds } from "@/domain/export/kinds";
import type { RawRow } from "@/services/export/copy-line";

/** What an export reads. The statements are constants; they find what is asked for in the snapshot's settings. */
export type ExportSource = {
  readonly columns: readonly ExportColumn<RawRow>[];
  /** The number of rows. */
  readonly count: string;
  /** The rows, in an order that is the same each time. */
  readonly rows: string;
};

/** A column: its name, how it is written (`?`: or null), and the expression that it is read from. */
export type Selected = readonly [name: string, kind: KindName | `${KindName}?`, expression: string];

/** The columns that are read from a SELECT, and its list. */
export function selectColumns(selected: readonly Selected[]): {
  readonly columns: readonly ExportColumn<RawRow>[];
  readonly list: string;
} {
  return {
    columns: selected.map(([name, kind], i) => ({
      name,
      kind: kinds[kind.replace("?", "") as KindName],
      isNullable: kind.endsWith("?"),
      value: (row: RawRow) => row[i]!,
    })),
    list: selected.map(([, , expression]) => expression).join(", "),
  };
}

/** The organization of every export, as its statements name it: with its account, so that no id alone opens anything. */
export const inOrganization = {
  account: "current_setting('keydesk.account')::uuid",
  organization: "current_setting('keydesk.organization')::uuid",
} as const;
