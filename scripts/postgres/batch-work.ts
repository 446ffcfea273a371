import { spawn } from "node:child_process";

/**
 * Asks Linux to take a server, and the sessions that it starts from now on, for batch work (`SCHED_BATCH`, sched(7)): a session that a statement has
 * woken up no longer pushes the process that sent it off its core, where that has answers to write. Its share of the processor
 * stays. Where the program or the right for it is missing, nothing changes.
 */
export function takeForBatchWork(pid: number): Promise<void> {
  if (process.platform !== "linux") return Promise.resolve();
  // Short options, as BusyBox knows these alone.
  const child = spawn("chrt", ["-b", "-p", "0", String(pid)], { cwd: "/", stdio: "ignore" });
  return new Promise((resolve) => {
    child.once("error", () => resolve());
    child.once("exit", () => resolve());
  });
}
