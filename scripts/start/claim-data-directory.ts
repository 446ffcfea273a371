import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type TakenLock, takeLock } from "@/scripts/bootstrap/lock.mjs";
import { StartError } from "@/scripts/bootstrap/start-error.mjs";
import { readRuntime } from "@/scripts/start/runtime-file";

/** How long a start waits for a command line that uses the database at the moment. */
const waitForCommandLineMs = 60_000;

export const lockFileOf = (dataDirectory: string) => path.join(dataDirectory, "keydesk.lock");

/** Makes this process the only Keydesk on a data folder. */
export async function claimDataDirectory(dataDirectory: string): Promise<TakenLock> {
  const until = Date.now() + waitForCommandLineMs;
  for (;;) {
    const lock = takeLock(lockFileOf(dataDirectory), "start");
    if (lock.kind === "taken") return lock;
    const { pid, program } = lock.holder;
    if (program === "start") {
      const runtime = readRuntime(dataDirectory);
      const state = runtime?.pid === pid ? `running already, at ${runtime.deskUrl},` : "already starting";
      throw new StartError(
        `Keydesk is ${state} on ${dataDirectory} (process ${pid}).`,
        `Stop it first (kill ${pid}), or start a second one with other PORT, API_PORT and KEYDESK_DATA_DIR.`,
      );
    }
    if (Date.now() > until) {
      throw new StartError(
        `A Keydesk command line (process ${pid}) is using the database in ${dataDirectory}.`,
        "Wait until it has ended, and start again.",
      );
    }
    await sleep(200);
  }
}
