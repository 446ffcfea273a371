import { openFileRows, type RowsFormat } from "@/domain/audit/verify/file-rows";
import type { GivenFile, VerifierCrypto } from "@/domain/audit/verify/given-file";
import { readRow } from "@/domain/audit/verify/read-row";
import type { FileProblem } from "@/domain/audit/verify/report";

/** What was read of a file whose rows are no events. */
export type CountFinding = {
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string | null;
  readonly problem: FileProblem | null;
};

/** Reads a file through: its SHA-256, how many rows it has, and whether each is a row at all. */
export async function countRows(
  file: GivenFile,
  format: RowsFormat,
  crypto: VerifierCrypto,
  onBytes: (count: number, rows: number) => void,
): Promise<CountFinding> {
  const rows = openFileRows(format);
  const digest = crypto.openDigest();
  let [count, bytes] = [0, 0];
  let problem: FileProblem | null = null;
  const report = (line: number, reason: "malformed" | "truncated", detail: string, row: number) => {
    problem ??= { reason, row, line, seq: null, to: null, detail, isExact: false };
  };
  for await (const chunk of file.chunks()) {
    digest.update(chunk);
    bytes += chunk.length;
    rows.push(chunk);
    for (let record = rows.next(); record !== null; record = rows.next()) {
      count++;
      const row = readRow(format, rows.columns, record);
      if (typeof row === "string") report(record.line, "malformed", row, count);
    }
    onBytes(chunk.length, count);
    if (rows.broken !== null) break;
  }
  const broken = rows.finish();
  if (broken !== null) report(broken.line, broken.reason, broken.detail, count + 1);
  return { rows: count, bytes, sha256: rows.broken === null ? digest.hex() : null, problem };
}
