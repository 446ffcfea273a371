import fc from "fast-check";
import { expect, test } from "vitest";
import { openFrontier } from "@/domain/audit/log/frontier";
import type { LogRow } from "@/domain/audit/log/log-row";
import { nodeSha256 } from "@/domain/audit/log/node-crypto";
import { openRowVerifier } from "@/domain/audit/log/row-verifier";
import { anyRow, testLogId } from "@/domain/audit/log/testing/log-rows";
import { leafOf } from "@/domain/audit/log/testing/verify-by-the-page.mjs";
import { treeHasherOf } from "@/domain/audit/log/tree-hasher";

const hasher = treeHasherOf(nodeSha256);
const anyLog = fc
  .array(anyRow, { minLength: 2, maxLength: 20 })
  .map((rows) => rows.map((row, i) => ({ ...row, seq: i + 1 })));

function checkpointOf(rows: readonly LogRow[]) {
  const tree = openFrontier(hasher);
  for (const row of rows) tree.append(leafOf(row));
  return { logId: testLogId, size: rows.length, root: tree.root() };
}

function check(rows: readonly unknown[], leaves: readonly (Uint8Array | null)[], of: readonly LogRow[]) {
  const verifier = openRowVerifier(hasher, checkpointOf(of));
  rows.forEach((row, i) => void verifier.row(row, leaves[i] ?? null));
  return verifier.finish();
}

test("any log is accepted, with and without leaf hashes", () => {
  fc.assert(
    fc.property(anyLog, (rows) => {
      expect(check(rows, rows.map(leafOf), rows)).toEqual({ ok: true, rows: rows.length, unchecked: [] });
      expect(check(rows, [], rows).ok).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test("no log that differs is accepted, whichever rows were left out, doubled, moved or exchanged with those of another log", () => {
  fc.assert(
    fc.property(
      anyLog,
      anyLog,
      fc.array(fc.nat(60), { maxLength: 25 }),
      fc.boolean(),
      (rows, others, order, isHashed) => {
        const pool = [...rows, ...others];
        const shown = order.map((n) => pool[n % pool.length]!);
        const isSame =
          shown.length === rows.length && shown.every((row, i) => leafOf(row).equals(leafOf(rows[i]!)));
        expect(check(shown, isHashed ? shown.map(leafOf) : [], rows).ok).toBe(isSame);
      },
    ),
    { numRuns: 150 },
  );
});

test("any single changed value is found, and its row named", () => {
  fc.assert(
    fc.property(anyLog, fc.nat(), fc.string({ minLength: 1 }), (rows, at, text) => {
      const place = at % rows.length;
      const row = rows[place]!;
      const changed = rows.with(place, { ...row, actorName: `${row.actorName}${text}` });
      expect(check(changed, rows.map(leafOf), rows)).toEqual({
        ok: false,
        problem: { reason: "edited", row: place + 1, seq: place + 1, to: place + 1 },
        isExact: true,
      });
    }),
    { numRuns: 60 },
  );
});

test("values of any kind in place of rows make it throw nothing and accept nothing", () => {
  fc.assert(
    fc.property(anyLog, fc.array(fc.anything(), { minLength: 1 }), (rows, values) => {
      expect(check(values, [], rows).ok).toBe(false);
    }),
    { numRuns: 60 },
  );
});
