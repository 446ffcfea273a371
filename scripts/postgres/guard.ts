import { type ChildProcess, spawn } from "node:child_process";

export type Guard = {
  /** The server has ended: there is nothing to guard any more. Resolves once a throw-away folder is gone. */
  dismiss(): Promise<void>;
};

const script = [
  "cat >/dev/null",
  'kill -INT "$1" 2>/dev/null',
  'if [ -n "$2" ]; then while kill -0 "$1" 2>/dev/null; do sleep 0.1; done; rm -rf -- "$2"; fi',
].join("\n");

/**
 * A shell of a few hundred kilobytes that stops a server when this process is gone, also after kill -9: its standard
 * input ends then. Nothing acknowledged is lost either way; it keeps processes from staying behind.
 * @param removeAfterwards a throw-away folder that goes with the server, however it ends
 */
export function startGuard(pid: number, removeAfterwards: string | null): Guard {
  const guard = spawn("/bin/sh", ["-c", script, "keydesk-guard", String(pid), removeAfterwards ?? ""], {
    cwd: "/",
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  guard.on("error", () => undefined);
  guard.stdin?.on("error", () => undefined);
  guard.unref();
  (guard.stdin as unknown as { unref?(): void } | null)?.unref?.();
  return {
    async dismiss() {
      // Killed, it cannot signal a process that has been given the server's number meanwhile.
      if (removeAfterwards === null) guard.kill("SIGKILL");
      else await endInOrder(guard);
    },
  };
}

async function endInOrder(guard: ChildProcess): Promise<void> {
  if (guard.exitCode !== null || guard.signalCode !== null) return;
  guard.ref();
  const ended = new Promise((resolve) => guard.once("exit", resolve));
  guard.stdin?.end();
  await ended;
}
