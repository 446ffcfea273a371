import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { openCanonicalWriter } from "@/domain/audit/log/canonical";
import { type Frontier, openFrontier } from "@/domain/audit/log/frontier";
import { nodeSha256 } from "@/domain/audit/log/node-crypto";
import { openRowVerifier } from "@/domain/audit/log/row-verifier";
import { testLogId, testRow } from "@/domain/audit/log/testing/log-rows";
import { treeHasherOf } from "@/domain/audit/log/tree-hasher";

/**
 * `npm run bench:audit-log`: what an append to a log's tree costs at 10^4 leaves and at 10^7, and how fast a million rows, as lines of
 * JSON, are parsed and held against their checkpoint. Fails when the million takes ten seconds of a processor or more, or is not
 * accepted.
 */
const appends = 200_000;
const rounds = 5;
const rows = 1_000_000;
const secondsMax = 10;

const hasher = treeHasherOf(nodeSha256);
const leaf = hasher.leaf(new Uint8Array(400));
const lines = [
  "# The audit log's tree and its verifier",
  "",
  `Node ${process.version}. Times are a processor's, so that a busy machine changes them little.`,
  "",
];

/** A tree of `size` leaves that are all alike: its full subtrees are built once, level by level. */
function uniformTree(size: number): Frontier {
  const frontier = openFrontier(hasher);
  const levels = [leaf];
  for (let level = 1; 2 ** level <= size; level++) levels.push(hasher.node(levels.at(-1)!, levels.at(-1)!));
  for (let level = levels.length - 1; level >= 0; level--)
    if (Math.floor(size / 2 ** level) % 2 === 1) frontier.appendSubtree(level, levels[level]!);
  return frontier;
}

for (const size of [10_000, 10_000_000]) {
  const rates: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const tree = uniformTree(size);
    const before = process.cpuUsage();
    for (let i = 0; i < appends; i++) tree.append(leaf);
    const { user, system } = process.cpuUsage(before);
    rates.push(appends / ((user + system) / 1e6));
  }
  const median = rates.sort((a, b) => a - b)[Math.floor(rounds / 2)]!;
  const tree = uniformTree(size);
  lines.push(
    `Appends at ${size.toLocaleString("en")} leaves: ${Math.round(median / 1_000)} thousand a second of a processor; ${tree.nodes().length} hashes are kept.`,
  );
}

const write = openCanonicalWriter();
const whole = openFrontier(hasher);
const leaves = Buffer.alloc(rows * 32);
for (let i = 0; i < rows; i++) {
  const hash = hasher.leaf(write(testRow(i + 1)));
  leaves.set(hash, i * 32);
  whole.append(hash);
}
const checkpoint = { logId: testLogId, size: rows, root: whole.root() };
const verifier = openRowVerifier(hasher, checkpoint);
// Lines are made in small lots outside of the time that counts: the verifier sees text, as from a file.
let [spent, computed] = [0, 0];
const lot = 10_000;
for (let from = 0; from < rows; from += lot) {
  const texts = Array.from({ length: lot }, (_, i) => JSON.stringify(testRow(from + i + 1)));
  const [start, before] = [performance.now(), process.cpuUsage()];
  for (let i = 0; i < lot; i++)
    verifier.row(JSON.parse(texts[i]!), leaves.subarray((from + i) * 32, (from + i + 1) * 32));
  spent += performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  computed += user + system;
}
const verdict = verifier.finish();
const seconds = computed / 1e6;
lines.push(
  "",
  `${rows.toLocaleString("en")} rows parsed from JSON and verified in ${seconds.toFixed(1)} s of a processor (below ${secondsMax}; ${(spent / 1000).toFixed(1)} s by the clock): ${Math.round(rows / seconds / 1_000)} thousand a second. Verdict: ${verdict.ok ? "ok" : verdict.problem.reason}.`,
);
mkdirSync(path.join(import.meta.dirname, "results"), { recursive: true });
writeFileSync(path.join(import.meta.dirname, "results", "audit-log.md"), `${lines.join("\n")}\n`);
console.log(lines.join("\n"));
process.exitCode = verdict.ok && seconds < secondsMax ? 0 : 1;
