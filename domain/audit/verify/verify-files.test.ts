import { expect, test } from "vitest";
import type { RowsFormat } from "@/domain/audit/verify/file-rows";
import {
  exportText,
  fileOf,
  manifestOf,
  testLines,
  verifyTest,
} from "@/domain/audit/verify/testing/export-files";

const lines = testLines(50);
const formats: readonly RowsFormat[] = ["csv", "json", "jsonl"];

test.each(formats)(
  "%s: an untouched export of a whole log is good, in pieces of any size",
  async (format) => {
    const name = `audit.${format}`;
    const text = exportText(format, lines);
    for (const piece of [7, 1_000, 1_000_000]) {
      const files = [
        fileOf(name, text, piece),
        fileOf(`${name}.manifest.json`, manifestOf(name, text, lines)),
      ];
      const report = await verifyTest(files);
      expect(report).toMatchObject({
        verdict: "good",
        files: [{ rows: 50, proof: { isWhole: true, size: 50 } }],
      });
    }
  },
);
