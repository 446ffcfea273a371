import fc from "fast-check";
import type { LogJson, LogRow } from "@/domain/audit/log/log-row";

/** The log of test events. */
export const testLogId = "018f3c7e-5b1a-7c3d-9e2f-4a6b8c0d1e2f";

/** Event number `seq` of a test log; the same each time. */
export function testRow(seq: number, changes: Partial<LogRow> = {}): LogRow {
  const tail = seq.toString(16).padStart(12, "0");
  const time = (ms: number) => new Date(Date.UTC(2026, 5, 15, 10) + 1_000 * seq + ms).toISOString();
  return {
    logId: testLogId,
    seq,
    id: `018f3c7e-0000-7000-8000-${tail}`,
    organizationId: seq % 3 === 0 ? null : "018f3c7e-1111-7000-8000-000000000001",
    at: time(0),
    sealedAt: time(400),
    actorKind: "user",
    actorId: "018f3c7e-2222-7000-8000-000000000002",
    actorName: "Ada Lovelace",
    action: "token.create",
    outcome: "done",
    targetKind: "token",
    targetId: `018f3c7e-3333-7000-8000-${tail}`,
    targetName: `Nightly sync ${seq}`,
    address: "203.0.113.7",
    userAgent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36",
    requestId: `018f3c7e-4444-7000-8000-${tail}`,
    details: { actsAs: "Zoë", after: { expiresAt: "2026-12-31", uses: seq } },
    ...changes,
  };
}

const text = fc.string({ unit: "grapheme" });
const json = fc.jsonValue({ maxDepth: 4, stringUnit: "grapheme" }) as fc.Arbitrary<LogJson>;

/** Events of every kind of text, number and nesting. */
export const anyRow: fc.Arbitrary<LogRow> = fc
  .record({
    seq: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    organizationId: fc.option(fc.uuid()),
    actorId: fc.option(fc.uuid()),
    actorName: text,
    targetName: fc.option(text),
    address: fc.option(fc.ipV6()),
    userAgent: fc.option(text),
    details: fc.dictionary(text, json),
  })
  .map((changes) => testRow(1, changes));
