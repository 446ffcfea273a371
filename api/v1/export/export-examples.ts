import type { ExportFormat } from "@/domain/export/formats";
import type { Manifest } from "@/domain/export/manifest";
import { csvLine } from "@/domain/text/csv-line";
import type { OrganizationExportName } from "@/services/export/exports";
import { organizationColumns } from "@/services/export/organization-source";

const organization = "0197a3c0-5a10-7cc0-9d1e-2f6b8f0c1a10";
const token = "0197a3c4-9b2e-7f31-8a55-6f0d3c2b1e47";

const rows: Record<OrganizationExportName, Readonly<Record<string, unknown>>> = {
  tokens: {
    id: token,
    type: "organization",
    name: "Nightly sync",
    notes: "Owner: data team",
    prefix: "OT",
    last4: "7Qx2",
    createdAt: "2026-03-03T09:12:44.018Z",
    createdByName: "A. Varga",
    updatedAt: "2026-03-03T09:12:44.018Z",
    expiresAt: "2027-03-03T00:00:00.000Z",
    ipAllowList: ["10.0.0.0/8"],
    firstUsedAt: "2026-03-03T09:14:02.551Z",
    lastUsedAt: "2026-06-15T10:30:00.120Z",
    lastAddress: "10.0.0.4",
    totalUses: 48210,
    organizationId: organization,
    status: "active",
  },
  audit: {
    seq: 48210,
    id: "0197a3c4-9b2e-7f31-8a55-6f0d3c2b1e48",
    at: "2026-06-15T10:30:00.120Z",
    sealedAt: "2026-06-15T10:30:00.500Z",
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
    details: { graceUntil: "2026-06-15T14:30:00.000Z" },
    logId: "0197a3c0-5a10-7cc0-9d1e-2f6b8f0c1a0f",
    organizationId: organization,
    leafHash: "dRGlZl27wU51wRi6VAnT52z/1R2tNbe30fd53Uybz24=",
  },
  usage: {
    tokenId: token,
    tokenName: "Nightly sync",
    tokenType: "organization",
    hour: "2026-06-15T10:00:00.000Z",
    verdict: "valid",
    count: 214,
  },
};

/** What an export of one row looks like. */
export function exportExample(what: OrganizationExportName, format: ExportFormat): unknown {
  const names = organizationColumns(what).map(({ name }) => name);
  const row = Object.fromEntries(names.map((name) => [name, rows[what][name] ?? null]));
  if (format === "json") return [row];
  if (format === "jsonl") return `${JSON.stringify(row)}\n`;
  const cell = (value: unknown) =>
    Array.isArray(value)
      ? value.join(" ")
      : typeof value === "object"
        ? JSON.stringify(value)
        : String(value);
  return csvLine(names) + csvLine(names.map((name) => (row[name] === null ? "" : cell(row[name]))));
}

const hash = "dRGlZl27wU51wRi6VAnT52z/1R2tNbe30fd53Uybz24=";
const log = "0197a3c0-5a10-7cc0-9d1e-2f6b8f0c1a0f";

/** The manifest of an audit export of two rows. */
export const manifestExample: Manifest = {
  version: 1,
  product: "keydesk",
  id: "0197a3c4-9b2e-7f31-8a55-6f0d3c2b1e49",
  what: "audit",
  format: "jsonl",
  file: "audit-2026-06-15.jsonl",
  filter: { organization, after: "48000" },
  account: { id: log, name: "Acme" },
  exportedBy: { kind: "token", id: token, name: "SIEM" },
  exportedAt: "2026-06-15T10:30:00.000Z",
  rows: 2,
  bytes: 1406,
  sha256: "7511a5665dbc14e375c118ba5409d3e76cffd51dad35b7b7d1f779d14c9bcf6e",
  log: {
    logId: log,
    origin: `desk.example.com/audit/${log}`,
    checkpoint: `desk.example.com/audit/${log}\n48210\n${hash}\n\n— desk.example.com/audit/${log} 2x8f…\n`,
    publicKey: `desk.example.com/audit/${log}+db1f1f9c+AdRG…`,
    skips: [{ before: 48210, subtrees: [[3, hash]] }],
    earlier: [],
  },
};
