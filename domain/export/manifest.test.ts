import { expect, test } from "vitest";
import { manifestSchema } from "@/domain/export/manifest";

const id = "0197a3c4-9b2e-7f31-8a55-6f0d3c2b1e47";
const hash = `${"A".repeat(43)}=`;
const log = {
  logId: id,
  origin: `desk.example.com/audit/${id}`,
  checkpoint: `desk.example.com/audit/${id}\n7\n${hash}\n\n— x y\n`,
  publicKey: "vkey",
  skips: [
    {
      before: 4,
      subtrees: [
        [1, hash],
        [0, hash],
      ],
    },
    { before: null, subtrees: [[1, hash]] },
  ],
  earlier: [{ checkpoint: "note", consistency: [hash] }],
};
const manifest = {
  version: 1,
  product: "keydesk",
  id,
  what: "audit",
  format: "csv",
  file: "audit-2026-06-15.csv",
  filter: { action: "token", outcome: "done" },
  account: { id, name: "Acme" },
  exportedBy: { kind: "user", id, name: "A. Varga" },
  exportedAt: "2026-06-15T10:30:00.000Z",
  rows: 2,
  bytes: 2048,
  sha256: "0".repeat(64),
  log,
};

test("a manifest is read with its gaps inside, in a file of their own, or with none that are proven", () => {
  const file = { file: "audit-2026-06-15.skips.jsonl", count: 9, bytes: 900, sha256: "f".repeat(64) };
  for (const skips of [log.skips, [], file, null]) {
    const given = { ...manifest, log: { ...log, skips } };
    expect(manifestSchema.parse(given)).toEqual(given);
  }
  expect(manifestSchema.parse({ ...manifest, log: null }).log).toBeNull();
});

test.each([
  ["another version", { version: 2 }],
  ["a field that version 1 does not have", { more: 1 }],
  ["a SHA-256 that is none", { sha256: "A".repeat(64) }],
  ["rows that are no number", { rows: -1 }],
  ["a hash that is too short", { log: { ...log, skips: [{ before: 1, subtrees: [[0, "AAAA"]] }] } }],
  ["a gap without leaves", { log: { ...log, skips: [{ before: 1, subtrees: [] }] } }],
])("a manifest with %s is refused", (_, changed) => {
  expect(manifestSchema.safeParse({ ...manifest, ...changed }).success).toBe(false);
});
