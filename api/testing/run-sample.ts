import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Sample } from "@/domain/tokens/samples";

const run = promisify(execFile);

/** Runs a sample as it stands: in the shell, in Node, or in Python. Returns what it printed; rejects when it failed. */
export async function runSample(
  sample: Sample,
  env: Record<string, string> = {},
  cwd?: string,
): Promise<string> {
  const programs: Record<string, [string, string[]]> = {
    javascript: [process.execPath, ["-e", sample.code]],
    python: ["python3", ["-c", sample.code]],
  };
  const [program, args] = programs[sample.id] ?? ["sh", ["-c", sample.code]];
  const plain = { NODE_ENV: "production", PATH: process.env.PATH, FORCE_COLOR: "0" } as const;
  const { stdout } = await run(program, args, {
    env: { ...plain, ...env },
    timeout: 120_000,
    ...(cwd ? { cwd } : {}),
  });
  return stdout;
}
