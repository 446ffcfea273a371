import type { ColumnKind, ExportColumn } from "@/domain/export/columns";
import { Prisma } from "@/prisma/client/client";

/** A column and the expression that it is read from. */
export type SourceColumn = ExportColumn & { readonly sql: Prisma.Sql };

/** What an export reads: one source for each thing that can be exported and each face that offers it. */
export type ExportSource = {
  readonly columns: readonly SourceColumn[];
  /** FROM … WHERE …, tenant included. */
  readonly from: Prisma.Sql;
  /** An order that is the same each time. */
  readonly order: Prisma.Sql;
  /** Where counting can leave out what only columns need. */
  readonly countFrom?: Prisma.Sql;
};

/** A column: its name, its kind (`?`: or null), and the expression that it is read from. */
export type Selected = readonly [
  name: string,
  kind: ColumnKind | `${ColumnKind}?`,
  expression: string | Prisma.Sql,
];

/** The columns of a source. Expressions that are strings are the code's own, never input. */
export function selectColumns(selected: readonly Selected[]): readonly SourceColumn[] {
  return selected.map(([name, kind, expression]) => ({
    name,
    kind: kind.replace("?", "") as ColumnKind,
    isNullable: kind.endsWith("?"),
    sql: typeof expression === "string" ? Prisma.raw(expression) : expression,
  }));
}
