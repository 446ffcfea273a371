import { openFileRows, type RowsFormat } from "@/domain/audit/verify/file-rows";
import type { GivenFile } from "@/domain/audit/verify/given-file";
import { readRow } from "@/domain/audit/verify/read-row";

/** The log that a file's first row is of. */
export type PeekedLog = {
  readonly logId: string | null;
  readonly isEmpty: boolean;
  /** The beginning is not what Keydesk writes. */
  readonly isBroken: boolean;
};

/** Looks at the first row of a file. */
export async function peekLog(file: GivenFile, format: RowsFormat): Promise<PeekedLog> {
  const rows = openFileRows(format);
  for await (const chunk of file.chunks()) {
    rows.push(chunk);
    const record = rows.next();
    if (rows.broken !== null) break;
    if (record === null) continue;
    const row = readRow(format, rows.columns, record);
    if (typeof row === "string") return { logId: null, isEmpty: false, isBroken: true };
    const { logId } = row.value;
    return { logId: typeof logId === "string" ? logId : null, isEmpty: false, isBroken: false };
  }
  const isBroken = rows.finish() !== null;
  return { logId: null, isEmpty: true, isBroken };
}
