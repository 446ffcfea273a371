import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, truncateSync } from "node:fs";
import { findFreePort } from "@/scripts/postgres/free-port";
import { openLog } from "@/scripts/start/log-file";

/** A server under load, in a process of its own. */
export type Program = {
  readonly name: string;
  readonly url: string;
  pid(): number;
  /** Its log would fill the disk: begun anew before each load. */
  cutLog(): void;
  stop(): Promise<void>;
};

export type ProgramPlan = {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** Asked until it answers, whatever it answers. */
  readonly readyPath: string;
};

const killAfterMs = 5_000;

/** Starts a server on a free port, which `plan` is told, and waits until it answers. */
export async function startProgram(plan: (port: number) => ProgramPlan): Promise<Program> {
  const port = await findFreePort();
  const { name, command, args, env, logFile, readyPath } = plan(port);
  const log = openLog(logFile);
  const child = spawn(command, args, {
    stdio: ["ignore", log, log],
    env: { ...process.env, NODE_ENV: "production", ...env },
  });
  closeSync(log);
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const url = `http://127.0.0.1:${port}`;
  await Promise.race([ending(child, `${name} (see ${logFile})`), untilAnswers(`${url}${readyPath}`)]);
  return {
    name,
    url,
    pid: () => child.pid!,
    cutLog: () => truncateSync(logFile),
    async stop() {
      process.off("exit", kill);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      const killer = setTimeout(kill, killAfterMs);
      await gone;
      clearTimeout(killer);
    },
  };
}

/** Waits until an address answers, whatever it answers. */
export async function untilAnswers(url: string): Promise<void> {
  for (let i = 0; i < 300; i++) {
    const answer = await fetch(url).catch(() => null);
    await answer?.arrayBuffer();
    if (answer !== null) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} did not answer within 30 seconds`);
}

function ending(child: ChildProcess, name: string): Promise<never> {
  const ended = new Promise<never>((_, reject) => {
    child.once("exit", (code, signal) => reject(new Error(`${name} ended with ${signal ?? code}`)));
    child.once("error", reject);
  });
  ended.catch(() => undefined);
  return ended;
}
