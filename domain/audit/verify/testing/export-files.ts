import { createHash, generateKeyPairSync } from "node:crypto";
import { toBase64 } from "@/domain/audit/log/base64";
import { openCanonicalWriter } from "@/domain/audit/log/canonical";
import { originOf, signCheckpoint } from "@/domain/audit/log/checkpoint";
import { openFrontier } from "@/domain/audit/log/frontier";
import { signHandover } from "@/domain/audit/log/handover";
import type { LogRow } from "@/domain/audit/log/log-row";
import { nodeSha256, readEd25519Key, signEd25519 } from "@/domain/audit/log/node-crypto";
import { formatNoteKey } from "@/domain/audit/log/note";
import { testLogId, testRow } from "@/domain/audit/log/testing/log-rows";
import { treeHasherOf } from "@/domain/audit/log/tree-hasher";
import { consistencyRanges, rangeRoot, subtreesOf } from "@/domain/audit/log/tree-ranges";
import type { RowsFormat } from "@/domain/audit/verify/file-rows";
import type { GivenFile } from "@/domain/audit/verify/given-file";
import { nodeVerifierCrypto } from "@/domain/audit/verify/node-crypto";
import { verifyFiles } from "@/domain/audit/verify/verify-files";
import type { Manifest, ManifestSkip } from "@/domain/export/manifest";
import { csvLine } from "@/domain/text/csv-line";

const hasher = treeHasherOf(nodeSha256);

/** A row of a file: an event, and the leaf hash that stands beside it. */
export type TestLine = { readonly row: LogRow; readonly leafHash: string | null };

/** The line of an event as the export writes it. */
export function lineOf(row: LogRow): TestLine {
  return { row, leafHash: toBase64(hasher.leaf(openCanonicalWriter()(row))) };
}

/** Lines of test events 1 to `count`. */
export function testLines(count: number): TestLine[] {
  return Array.from({ length: count }, (_, i) => lineOf(testRow(i + 1)));
}

const columns = [
  ...[
    "seq",
    "id",
    "at",
    "sealedAt",
    "actorKind",
    "actorId",
    "actorName",
    "action",
    "outcome",
    "targetKind",
    "targetId",
  ],
  ...["targetName", "address", "userAgent", "requestId", "details", "logId", "organizationId"],
] as (keyof LogRow)[];

/** The text of an export with these lines, as the product writes it (services/export; its tests verify real ones). */
export function exportText(format: RowsFormat, lines: readonly TestLine[]): string {
  if (format === "csv") {
    const cell = (value: unknown) =>
      value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
    const rows = lines.map(({ row, leafHash }) =>
      csvLine([...columns.map((name) => cell(row[name])), leafHash ?? ""]),
    );
    return [csvLine([...columns, "leafHash"]), ...rows].join("");
  }
  const objects = lines.map(({ row, leafHash }) =>
    JSON.stringify({ ...Object.fromEntries(columns.map((name) => [name, row[name]])), leafHash }),
  );
  return format === "jsonl"
    ? objects.map((text) => `${text}\n`).join("")
    : `[${objects.map((text) => `\n${text}`).join(",")}\n]\n`;
}

/** A pair of keys that signs checkpoints. */
export function openTestKey(): {
  readonly pem: string;
  readonly publicKey: Uint8Array;
  readonly privatePem: string;
} {
  const pair = generateKeyPairSync("ed25519", {
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  return { pem: pair.publicKey, publicKey: readEd25519Key(pair.publicKey)!, privatePem: pair.privateKey };
}

export type TestKey = ReturnType<typeof openTestKey>;
export const testKey = openTestKey();

/** A checkpoint over the first lines of a log. */
export function signedNote(lines: readonly TestLine[], key: TestKey = testKey, logId = testLogId): string {
  const tree = openFrontier(hasher);
  for (const line of lines) tree.append(leafOf(line));
  const head = { size: lines.length, root: tree.root() };
  const origin = originOf("desk.example.com", logId);
  const note = signCheckpoint(origin, head, key.publicKey, nodeSha256, (bytes) =>
    signEd25519(key.privatePem, bytes),
  );
  return new TextDecoder().decode(note);
}

/** The note by which one key hands over to another. */
export function handoverNote(from: TestKey, to: TestKey, at = "2026-06-20T00:00:00.000Z"): string {
  const handover = { deployment: "desk.example.com", from: from.publicKey, to: to.publicKey, at };
  const note = signHandover(handover, nodeSha256, {
    from: (bytes) => signEd25519(from.privatePem, bytes),
    to: (bytes) => signEd25519(to.privatePem, bytes),
  });
  return new TextDecoder().decode(note);
}

const leafOf = ({ row }: TestLine) => hasher.leaf(openCanonicalWriter()(row));

/** The gaps of a file that holds only the events `kept` of a log. */
export function skipsBetween(log: readonly TestLine[], kept: readonly number[]): ManifestSkip[] {
  const skips: ManifestSkip[] = [];
  let from = 0;
  for (const before of [...kept, null]) {
    const to = before === null ? log.length : before - 1;
    if (to > from)
      skips.push({
        before,
        subtrees: subtreesOf({ from, to }).map(({ level, index }) => [
          level,
          toBase64(nodeAt(log, level, index)),
        ]),
      });
    from = before ?? to;
  }
  return skips;
}

/** The proof that the first `older` events are the beginning of a log. */
export function consistencyOf(log: readonly TestLine[], older: number): string[] {
  return consistencyRanges(older, log.length).map((range) =>
    toBase64(rangeRoot(hasher, range, (level, index) => nodeAt(log, level, index))),
  );
}

function nodeAt(log: readonly TestLine[], level: number, index: number): Uint8Array {
  const tree = openFrontier(hasher);
  for (const line of log.slice(index * 2 ** level, (index + 1) * 2 ** level)) tree.append(leafOf(line));
  return tree.root();
}

/** The manifest of a file that holds `text`, of the whole of a log unless `log` says otherwise. */
export function manifestOf(
  file: string,
  text: string | Uint8Array,
  lines: readonly TestLine[],
  changes: Partial<Manifest> = {},
  log: Partial<NonNullable<Manifest["log"]>> = {},
): Manifest {
  const bytes = Buffer.from(text);
  const origin = originOf("desk.example.com", testLogId);
  return {
    version: 1,
    product: "keydesk",
    id: "0197a3c4-9b2e-7f31-8a55-6f0d3c2b1e47",
    what: "audit",
    format: file.split(".").at(-1) as RowsFormat,
    file,
    filter: {},
    account: { id: testLogId, name: "Acme" },
    exportedBy: { kind: "user", id: null, name: "A. Varga" },
    exportedAt: "2026-06-15T10:30:00.000Z",
    rows: lines.length,
    bytes: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    log: {
      logId: testLogId,
      origin,
      checkpoint: signedNote(lines),
      publicKey: formatNoteKey({ name: origin, publicKey: testKey.publicKey }, nodeSha256),
      skips: [],
      earlier: [],
      ...log,
    },
    ...changes,
  };
}

/** A file in memory, that comes in pieces of `piece` bytes. */
export function fileOf(name: string, content: string | Uint8Array | object, piece = 65_536): GivenFile {
  const isBytes = content instanceof Uint8Array;
  const bytes = isBytes
    ? content
    : Buffer.from(typeof content === "string" ? content : JSON.stringify(content));
  return {
    name,
    size: bytes.length,
    async *chunks() {
      for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
    },
  };
}

/** Verifies files by the test's key and Node's functions. */
export function verifyTest(
  files: readonly GivenFile[],
  checkpoints: readonly GivenFile[] = [],
  key = testKey,
) {
  return verifyFiles({
    files,
    checkpoints,
    keys: [key.publicKey],
    crypto: nodeVerifierCrypto,
    findBeside: async () => null,
    onProgress: () => undefined,
  });
}
