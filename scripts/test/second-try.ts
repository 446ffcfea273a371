import path from "node:path";

const filesMax = 4;
// What is wrong once in twenty times there is wrong. "race" is no part of "grace" and "trace".
const atOnce =
  /(?<![a-z])rac(e|ing)|concurren|at once|at the same time|together|simultan|twice|double|revo|withdraw|canary|crash|kill|linear|never/i;

/**
 * Whether a failed test may be tried again, alone, on a machine that is less busy: not one that looks for what goes wrong
 * between two things at the same time, nor one of a promise. See docs/decisions/0025-a-second-try.md.
 */
export function mayBeTriedAgain(test: { readonly file: string; readonly fullTitle: string }): boolean {
  // Wherever the project lies.
  return !atOnce.test(`${path.relative(".", test.file)} ${test.fullTitle}`);
}

/** What became of a test, or of a hook or a file by its name. */
export type Outcome = { readonly file: string; readonly fullTitle: string; readonly state: string };

const failedOf = (tests: readonly Outcome[]) => tests.filter(({ state }) => state === "failed");
const filesOf = (tests: readonly Outcome[]) => [...new Set(tests.map(({ file }) => file))];

/** Whether no more files have failures than a busy machine explains. */
export function mayFilesBeTriedAgain(tests: readonly Outcome[]): boolean {
  return filesOf(failedOf(tests)).length <= filesMax;
}

/** The files to run again: none when more failed than a busy machine explains, or when one that failed may not be tried again. */
export function pickFilesToTryAgain(tests: readonly Outcome[]): string[] {
  const failed = failedOf(tests);
  return mayFilesBeTriedAgain(tests) && failed.every(mayBeTriedAgain) ? filesOf(failed) : [];
}
