import { createHash } from "node:crypto";
import { originOf } from "@/domain/audit/log/checkpoint";
import { nodeSha256 } from "@/domain/audit/log/node-crypto";
import { formatNoteKey } from "@/domain/audit/log/note";
import { testLogId } from "@/domain/audit/log/testing/log-rows";
import type { RowsFormat } from "@/domain/audit/verify/file-rows";
import type { GivenFile } from "@/domain/audit/verify/given-file";
import { nodeVerifierCrypto } from "@/domain/audit/verify/node-crypto";
import type { TestLine } from "@/domain/audit/verify/testing/log-lines";
import { signedNote, testKey } from "@/domain/audit/verify/testing/test-keys";
import { verifyFiles } from "@/domain/audit/verify/verify-files";
import type { Manifest } from "@/domain/export/manifest";

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
