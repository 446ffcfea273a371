import { type ChildProcess, spawn } from "node:child_process";
import { closeSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { openLog, readLogFrom } from "@/scripts/start/log-file";

export type ChildPlan = {
  /** As people know it: "desk", "API". */
  name: string;
  /** Arguments of Node: a script and what it is told. */
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Where its output goes; null shares the supervisor's own. */
  logFile: string | null;
  /** Node's own flags, outside development; `usualFlags` if not given. */
  flags?: readonly string[];
};

export type Child = {
  name: string;
  pid(): number | undefined;
  /** Resolves at the first end, with the last lines it said, when a start did not succeed. */
  firstEnd: Promise<string>;
  /** Ends the present process; the supervision starts a new one. */
  restart(): void;
  stop(patienceMs: number): Promise<void>;
};

/**
 * V8 lets garbage lie in proportion to the heap it may have: with its own bound, half the machine, an export lets 80 MB lie; with this
 * one it adds 12 MB (bench/results/csv.md).
 */
const usualFlags = ["--max-old-space-size=1024", "--enable-source-maps"];

const backoffMs = [200, 500, 1_000, 2_000, 5_000, 10_000];
/** A child that ran this long starts over with the shortest wait. */
const steadyMs = 30_000;

/** Runs a child and starts it again whenever it ends by itself, with growing waits. */
export function superviseChild(plan: ChildPlan, say: (line: string) => void): Child {
  let current: ChildProcess | null = null;
  let stopping = false;
  let asked = false;
  let failures = 0;
  let reportFirstEnd: (tail: string) => void = () => undefined;
  const firstEnd = new Promise<string>((resolve) => {
    reportFirstEnd = resolve;
  });

  const launch = () => {
    const started = Date.now();
    const child = spawnChild(plan);
    current = child;
    const ended = async (how: string) => {
      current = null;
      reportFirstEnd(tailOf(plan.logFile));
      if (stopping) return;
      // What the child had forked must not keep its port.
      signalGroup(child, "SIGKILL");
      if (!asked) {
        failures = Date.now() - started > steadyMs ? 0 : failures;
        const wait = backoffMs[Math.min(failures, backoffMs.length - 1)] as number;
        failures += 1;
        say(`The ${plan.name} ended unexpectedly (${how}); starting it again.`);
        await sleep(wait);
      }
      asked = false;
      if (!stopping) launch();
    };
    child.once("error", (error) => void ended(error.message));
    child.once("exit", (code, signal) => void ended(String(signal ?? `code ${code}`)));
  };
  launch();

  return {
    name: plan.name,
    pid: () => current?.pid,
    firstEnd,
    restart() {
      if (!current || asked) return;
      asked = true;
      current.kill("SIGTERM");
    },
    async stop(patienceMs) {
      stopping = true;
      const child = current;
      if (!child) return;
      const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
      child.kill("SIGTERM");
      const killer = setTimeout(() => signalGroup(child, "SIGKILL"), patienceMs);
      await gone;
      clearTimeout(killer);
      signalGroup(child, "SIGKILL");
    },
  };
}

function spawnChild(plan: ChildPlan): ChildProcess {
  const log = plan.logFile === null ? "inherit" : openLog(plan.logFile);
  const preload = pathToFileURL(path.join(plan.cwd, "scripts/start/leave-with-parent.mjs")).href;
  // A group of its own: Ctrl-C in the terminal reaches the supervisor only, which stops its children in order.
  const flags = plan.env.NODE_ENV === "development" ? ["--enable-source-maps"] : (plan.flags ?? usualFlags);
  const child = spawn(process.execPath, [...flags, "--import", preload, ...plan.args], {
    cwd: plan.cwd,
    env: { ...plan.env, KEYDESK_SUPERVISOR: String(process.pid) },
    detached: true,
    stdio: ["ignore", log, log, "ipc"],
  });
  if (typeof log === "number") closeSync(log);
  return child;
}

/** Children lead a group of their own, so that it holds all that they have forked. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid) process.kill(-child.pid, signal);
  } catch {
    // The group has ended already.
  }
}

function tailOf(logFile: string | null): string {
  if (logFile === null) return "";
  return readLogFrom(logFile, 0).trimEnd().split("\n").slice(-12).join("\n");
}
