import { type ExportFormat, encoderOf } from "@/domain/export/encode";
import type { RawRow } from "@/services/export/copy-line";
import { type ExportName, organizationExports } from "@/services/export/exports";

const organization = "0197a3c0-5a10-7cc0-9d1e-2f6b8f0c1a10";
const token = "0197a3c4-9b2e-7f31-8a55-6f0d3c2b1e47";

// Rows as the database writes them, so that the examples are made by the same code as the answers.
const rows: Record<ExportName, Readonly<Record<string, string>>> = {
  tokens: {
    id: token,
    type: "organization",
    name: "Nightly sync",
    notes: "Owner: data team",
    prefix: "OT",
    last4: "7Qx2",
    createdAt: "2026-03-03 09:12:44.018+00",
    createdByName: "A. Varga",
    updatedAt: "2026-03-03 09:12:44.018+00",
    expiresAt: "2027-03-03 00:00:00+00",
    ipAllowList: "{10.0.0.0/8}",
    firstUsedAt: "2026-03-03 09:14:02.551+00",
    lastUsedAt: "2026-06-15 10:30:00.12+00",
    lastAddress: "10.0.0.4",
    totalUses: "48210",
    organizationId: organization,
  },
  audit: {
    seq: "48210",
    id: "0197a3c4-9b2e-7f31-8a55-6f0d3c2b1e48",
    at: "2026-06-15 10:30:00.12+00",
    sealedAt: "2026-06-15 10:30:00.5+00",
    actorKind: "user",
    actorId: "0197a3c0-5a10-7cc0-9d1e-2f6b8f0c1a11",
    actorName: "A. Varga",
    action: "token.rotate",
    outcome: "done",
    targetKind: "token",
    targetId: token,
    targetName: "Nightly sync",
    address: "192.0.2.10",
    userAgent: "Mozilla/5.0",
    requestId: "5c0f4f6e-2d0e-4c9e-8d0a-0f3c1f6f2a77",
    details: '{"graceUntil": "2026-06-15T14:30:00.000Z"}',
  },
  usage: {
    tokenId: token,
    tokenName: "Nightly sync",
    tokenType: "organization",
    hour: "2026-06-15 10:00:00+00",
    verdict: "valid",
    count: "214",
  },
};

/** What an export of one row looks like. */
export function exportExample(what: ExportName, format: ExportFormat): unknown {
  const { columns } = organizationExports[what].source(new Date("2026-06-15T10:30:00Z"));
  const row: RawRow = columns.map(({ name }) => rows[what][name] ?? null);
  const { head, batch, tail } = encoderOf(format, columns);
  const text = head + batch([row], true) + tail;
  return format === "json" ? JSON.parse(text) : text;
}
