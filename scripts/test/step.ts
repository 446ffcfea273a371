import { spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { endWithThisProgram } from "@/scripts/bootstrap/run-tool.mjs";

/**
 * What a part of the run has shown. `failures` names each failed test or step, with the first lines of its error;
 * `secondTries` the same of tests that failed first and passed when they were tried again.
 */
export type Counts = {
  passed: number;
  failed: number;
  skipped: number;
  failures: string[];
  secondTries: string[];
};

export const nothing: Counts = { passed: 0, failed: 0, skipped: 0, failures: [], secondTries: [] };

/** The output of what runs beside another part: kept until it is its turn. */
export type KeptOutput = {
  write(chunk: Buffer): void;
  /** Says what was kept, and from now on everything at once. */
  tell(): void;
};

export function keepOutput(stream: { write(chunk: Buffer): unknown } = process.stdout): KeptOutput {
  const kept: Buffer[] = [];
  let isTold = false;
  return {
    write(chunk) {
      if (isTold) stream.write(chunk);
      else kept.push(chunk);
    },
    tell() {
      isTold = true;
      for (const chunk of kept.splice(0)) stream.write(chunk);
    },
  };
}

/** Runs a program in the open, or for `output`; resolves with its exit code. */
export function runInOpen(args: string[], output?: KeptOutput): Promise<number> {
  return new Promise((resolve, reject) => {
    const told = output ? "pipe" : "inherit";
    const child = spawn(process.execPath, args, { stdio: ["ignore", told, told] });
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (chunk: Buffer) => output?.write(chunk));
    endWithThisProgram(child);
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
}

/** A check that either holds or does not: counted as one. */
export async function countStep(name: string, args: string[]): Promise<Counts> {
  const code = await runInOpen(args);
  return code === 0 ? { ...nothing, passed: 1 } : { ...nothing, failed: 1, failures: [name] };
}

/**
 * A run of tests, counted from the report it writes. A report that is missing, empty, or at odds with the exit code
 * counts as a failure. `isPicked`: only some tests were asked for, and those left out are not told as skipped.
 */
export async function countTests(
  name: string,
  args: string[],
  reportFile: string,
  read: (report: unknown) => Counts,
  { isPicked = false, output }: { isPicked?: boolean; output?: KeptOutput } = {},
): Promise<Counts> {
  rmSync(reportFile, { force: true });
  const code = await runInOpen(args, output);
  let counts: Counts;
  try {
    counts = read(JSON.parse(readFileSync(reportFile, "utf8")));
  } catch (error) {
    return {
      ...nothing,
      failed: 1,
      failures: [`${name}: no readable report (${error instanceof Error ? error.message : error})`],
    };
  }
  return holdAgainstExit(name, isPicked ? { ...counts, skipped: 0 } : counts, code);
}

/** Makes a failure of what the report does not show: a bad exit code, or no tests at all. */
export function holdAgainstExit(name: string, counts: Counts, code: number): Counts {
  const complaint =
    counts.passed + counts.failed === 0
      ? `${name}: no test ran`
      : code !== 0 && counts.failed === 0
        ? `${name}: ended with ${code} although no test failed`
        : null;
  if (complaint === null) return counts;
  return { ...counts, failed: counts.failed + 1, failures: [...counts.failures, complaint] };
}

export function add(a: Counts, b: Counts): Counts {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    failures: [...a.failures, ...b.failures],
    secondTries: [...a.secondTries, ...b.secondTries],
  };
}
