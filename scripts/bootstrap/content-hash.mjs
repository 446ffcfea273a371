import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * One hash over the names and contents of files and folders; what does not exist counts as such.
 * @param {string} root
 * @param {string[]} inputs files and folders, from the root
 * @param {(file: string) => boolean} [counts] leaves files out, by their path from the root
 * @param {string[]} [facts] anything else the result depends on
 */
export function hashContents(root, inputs, counts = () => true, facts = []) {
  const hash = createHash("sha256").update(JSON.stringify(facts));
  for (const input of inputs) {
    for (const file of listFiles(root, input)) {
      if (counts(file)) hash.update(`\0${file}\0`).update(readFileSync(path.join(root, file)));
    }
  }
  return hash.digest("hex");
}

/** @param {string} root @param {string} input @returns {string[]} */
function listFiles(root, input) {
  const stats = statSync(path.join(root, input), { throwIfNoEntry: false });
  if (!stats) return [];
  if (!stats.isDirectory()) return [input];
  return readdirSync(path.join(root, input))
    .sort()
    .flatMap((name) => listFiles(root, `${input}/${name}`));
}

/**
 * Does `work` unless a stamp says that it was done for the same inputs. The stamp goes before the work and comes back
 * after it, so that interrupted work is done again.
 * @param {string} stampFile
 * @param {string} hash
 * @param {() => Promise<unknown>} work
 */
export async function unlessStamped(stampFile, hash, work) {
  if (isStamped(stampFile, hash)) return;
  rmSync(stampFile, { force: true });
  await work();
  mkdirSync(path.dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, `${hash}\n`);
}

/** @param {string} stampFile @param {string} hash */
export function isStamped(stampFile, hash) {
  if (!statSync(stampFile, { throwIfNoEntry: false })) return false;
  return readFileSync(stampFile, "utf8").trim() === hash;
}
