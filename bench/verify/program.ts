import { type ChildProcess, spawn } from "node:child_process";
import { openSync } from "node:fs";

/** Starts a program and waits until its address answers (two seconds, where it has none to ask); its output goes to a file. */
export async function startProgram(
  command: string,
  args: readonly string[],
  options: { env: Record<string, string>; readyUrl: string; logFile: string },
): Promise<ChildProcess> {
  const log = openSync(options.logFile, "a");
  const child = spawn(command, args, {
    stdio: ["ignore", log, log],
    env: { ...process.env, ...options.env },
  });
  const ended = new Promise<never>((_, reject) => {
    child.once("exit", (code) => reject(new Error(`${command} ${args.join(" ")} ended with ${code}`)));
    child.once("error", reject);
  });
  ended.catch(() => undefined);
  await Promise.race([ended, untilAnswers(options.readyUrl)]);
  return child;
}

async function untilAnswers(url: string): Promise<void> {
  if (url === "") return new Promise((resolve) => setTimeout(resolve, 2_000));
  for (let i = 0; i < 300; i++) {
    const answer = await fetch(url).catch(() => null);
    await answer?.arrayBuffer();
    if (answer !== null) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} did not answer within 30 seconds`);
}
