import { mkdirSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { takeLock } from "./lock.mjs";
import { folderError } from "./start-error.mjs";

/**
 * Does what makes the project's folder ready, unless it is done; one program at a time, for as long as it lives. `npm start` and `npm run
 * demo` at once in a fresh clone would otherwise install and build on top of each other.
 * @param {string} root
 * @param {import("./progress.mjs").Progress} progress
 * @param {() => boolean} isDone asked again once it is this program's turn
 * @param {() => Promise<unknown>} work
 */
export async function oneAtATime(root, progress, isDone, work) {
  if (isDone()) return;
  const lock = await waitForTurn(root, progress);
  try {
    if (!isDone()) await work();
  } finally {
    lock.release();
  }
}

/** @param {string} root @param {import("./progress.mjs").Progress} progress */
async function waitForTurn(root, progress) {
  const first = takeTurn(root);
  if (first.kind === "taken") return first;
  return progress.step(
    `Waiting for another Keydesk in this folder (process ${first.holder.pid})`,
    async () => {
      for (;;) {
        await sleep(200);
        const lock = takeTurn(root);
        if (lock.kind === "taken") return lock;
      }
    },
  );
}

/** @param {string} root */
function takeTurn(root) {
  try {
    const folder = path.join(root, "dist");
    mkdirSync(folder, { recursive: true });
    return takeLock(path.join(folder, "prepare.lock"), "start");
  } catch (error) {
    throw folderError(error, root);
  }
}
