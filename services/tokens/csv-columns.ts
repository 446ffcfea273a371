import { displayToken } from "@/domain/tokens/display";
import { tokenStatus } from "@/domain/tokens/status";
import { type TokenType, typeRule } from "@/domain/tokens/types";

/** What the export reads of a token. */
export type ExportRow = {
  readonly id: string;
  readonly name: string;
  readonly notes: string;
  readonly type: TokenType;
  readonly actsAsName: string | null;
  readonly organizationName: string | null;
  readonly prefix: string;
  readonly last4: string;
  readonly createdByName: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly lastIp: string | null;
  readonly disabledAt: Date | null;
  readonly notBefore: Date | null;
  readonly expiresAt: Date | null;
  readonly deletedAt: Date | null;
};

type Column = readonly [title: string, value: (row: ExportRow, now: Date) => string | null];

/** The grid's columns of Zorus first, then what else an auditor asks for. Times are UTC. */
const columns: readonly Column[] = [
  ["Token name", (row) => row.name],
  ["Notes", (row) => row.notes],
  ["API template user (acts as)", (row) => row.actsAsName],
  ["Type", (row) => typeRule(row.type).label],
  ["Organization", (row) => row.organizationName],
  ["Token", (row) => displayToken(row.prefix, row.last4)],
  ["Status", (row, now) => tokenStatus(row, now)],
  ["Created by", (row) => row.createdByName],
  ["Created date (UTC)", (row) => row.createdAt.toISOString()],
  ["Last used (UTC)", (row) => row.lastUsedAt?.toISOString() ?? null],
  ["Last address", (row) => row.lastIp],
  ["Expires (UTC)", (row) => row.expiresAt?.toISOString() ?? null],
  ["Id", (row) => row.id],
];

/** The first line of the export. */
export const csvHeader: readonly string[] = columns.map(([title]) => title);

/** The cells of a line, "" for what is not there. */
export function csvRow(row: ExportRow, now: Date): string[] {
  return columns.map(([, value]) => value(row, now) ?? "");
}
