import {
  createReadStream,
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import path from "node:path";
import { toBase64 } from "@/domain/audit/log/base64";
import { openCanonicalWriter } from "@/domain/audit/log/canonical";
import { originOf, signCheckpoint } from "@/domain/audit/log/checkpoint";
import { openFrontier } from "@/domain/audit/log/frontier";
import { nodeSha256, signEd25519 } from "@/domain/audit/log/node-crypto";
import { testLogId, testRow } from "@/domain/audit/log/testing/log-rows";
import { treeHasherOf } from "@/domain/audit/log/tree-hasher";
import type { GivenFile } from "@/domain/audit/verify/given-file";
import { nodeVerifierCrypto } from "@/domain/audit/verify/node-crypto";
import { exportText } from "@/domain/audit/verify/testing/log-lines";
import { testKey } from "@/domain/audit/verify/testing/test-keys";
import { verifyFiles } from "@/domain/audit/verify/verify-files";

/**
 * `npm run bench:audit-verify`: how fast a million rows are verified, as a file of CSV and one of JSON Lines, and how much memory that
 * takes. The process's own seconds are what counts on a machine that others use too. Fails past ten of them, or past 200 MB.
 */
const rows = Number(process.argv[2] ?? 1_000_000);
const secondsMax = 10;
const bytesMax = 200 * 1_048_576;

const folder = mkdtempSync(path.join(tmpdir(), "keydesk-verify-"));
const hasher = treeHasherOf(nodeSha256);
const write = openCanonicalWriter();
const tree = openFrontier(hasher);
const formats = ["csv", "jsonl"] as const;
const outputs = formats.map((format) => createWriteStream(path.join(folder, `audit.${format}`)));
for (let from = 1; from <= rows; from += 1_000) {
  const lot = Array.from({ length: Math.min(1_000, rows - from + 1) }, (_, i) => {
    const row = testRow(
      from + i,
      (from + i) % 20 === 0 ? { actorName: 'Zoë "Z" Šťastná', userAgent: null } : {},
    );
    const leaf = hasher.leaf(write(row));
    tree.append(leaf);
    return { row, leafHash: toBase64(leaf) };
  });
  for (const [i, format] of formats.entries()) {
    const text = exportText(format, lot);
    const isFirst = from === 1 || format === "jsonl";
    const piece = isFirst ? text : text.slice(text.indexOf("\n") + 1);
    if (!outputs[i]!.write(piece)) await new Promise<void>((done) => outputs[i]!.once("drain", () => done()));
  }
}
for (const output of outputs) await new Promise<void>((done) => output.end(() => done()));
const origin = originOf("desk.example.com", testLogId);
const head = { size: rows, root: tree.root() };
const note = signCheckpoint(origin, head, testKey.publicKey, nodeSha256, (message) =>
  signEd25519(testKey.privatePem, message),
);

const checkpoint: GivenFile = {
  name: "checkpoint.txt",
  size: note.length,
  async *chunks() {
    yield note;
  },
};
const lines = [
  "# Verifying a file of the audit log",
  "",
  `Node ${process.version}, ${rows.toLocaleString("en")} rows, each with its leaf hash; read from disk, one thread. One row in twenty is not all ASCII and holds quotes.`,
  "Seconds of a processor are this process's own; those by the clock depend on who else uses the machine.",
  "",
  "| file | MB | seconds of a processor | by the clock | load | most memory over idle, MB | verdict |",
  "|---|---|---|---|---|---|---|",
];
let isGood = true;
for (const format of formats) {
  const name = path.join(folder, `audit.${format}`);
  const { size } = statSync(name);
  const file: GivenFile = { name, size, chunks: () => createReadStream(name, { highWaterMark: 1_048_576 }) };
  global.gc?.();
  const idle = process.memoryUsage().rss;
  let peak = idle;
  const [start, before] = [performance.now(), process.cpuUsage()];
  const report = await verifyFiles({
    files: [file],
    checkpoints: [checkpoint],
    keys: [testKey.publicKey],
    crypto: nodeVerifierCrypto,
    findBeside: async () => null,
    onProgress: () => {
      peak = Math.max(peak, process.memoryUsage.rss());
    },
  });
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1e6;
  isGood &&= report.verdict === "good" && seconds < secondsMax && peak - idle < bytesMax;
  lines.push(
    `| ${format} | ${(size / 1e6).toFixed(0)} | ${seconds.toFixed(1)} | ${((performance.now() - start) / 1000).toFixed(1)} | ${loadavg()[0]!.toFixed(1)} on ${availableParallelism()} cores | ${((peak - idle) / 1_048_576).toFixed(0)} | ${report.verdict} |`,
  );
}
rmSync(folder, { recursive: true });
if (rows === 1_000_000) {
  mkdirSync(path.join(import.meta.dirname, "results"), { recursive: true });
  writeFileSync(path.join(import.meta.dirname, "results", "audit-verify.md"), `${lines.join("\n")}\n`);
}
console.log(lines.join("\n"));
process.exitCode = isGood ? 0 : 1;
