import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { commandOf } from "@/scripts/bootstrap/process-identity.mjs";
import { StartError, systemCode } from "@/scripts/bootstrap/start-error.mjs";

/**
 * Ends a PostgreSQL that an earlier, killed Keydesk left running on this database folder, and removes a stale
 * postmaster.pid. The caller has made sure that no living Keydesk owns the folder.
 */
export async function stopOrphan(directory: string): Promise<"none" | "stopped"> {
  const pid = readPostmasterPid(directory);
  if (pid === null) return "none";
  if (!isPostgresOf(pid, directory)) {
    // The number may belong to an unrelated process by now, which PostgreSQL would take for a living server.
    rmSync(path.join(directory, "postmaster.pid"), { force: true });
    return "none";
  }
  for (const [signal, patienceMs] of [
    ["SIGINT", 20_000],
    ["SIGQUIT", 5_000],
  ] as const) {
    sendSignal(pid, signal);
    if (await waitForEnd(pid, directory, patienceMs)) return "stopped";
  }
  throw new StartError(
    `An earlier PostgreSQL (process ${pid}) still runs on ${directory} and does not stop.`,
    `End it with kill -9 ${pid}, and start Keydesk again.`,
  );
}

/** The process number in postmaster.pid, or null when there is none. */
export function readPostmasterPid(directory: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(path.join(directory, "postmaster.pid"), "utf8"), 10);
    return Number.isInteger(pid) && pid > 1 ? pid : null;
  } catch (error) {
    if (systemCode(error) === "ENOENT") return null;
    throw error;
  }
}

/** True while that process is a PostgreSQL server on that folder. */
export function isPostgresOf(pid: number, directory: string): boolean {
  const command = commandOf(pid);
  return command.includes("postgres") && command.includes(`-D ${directory}`);
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (systemCode(error) !== "ESRCH") throw error;
  }
}

async function waitForEnd(pid: number, directory: string, patienceMs: number): Promise<boolean> {
  const until = Date.now() + patienceMs;
  while (Date.now() < until) {
    if (!isPostgresOf(pid, directory)) return true;
    await sleep(50);
  }
  return false;
}
