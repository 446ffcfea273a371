const filesMax = 4;
// What is wrong once in twenty times there is wrong.
const atOnce =
  /race|concurren|at once|at the same time|together|simultan|twice|double|revo|withdraw|canary|crash|kill|linear|never/i;

/**
 * Whether a failed test may be tried again, alone, on a machine that is less busy: not one that looks for what goes wrong
 * between two things at the same time, nor one of a promise. See docs/decisions/0025-a-second-try.md.
 */
export function mayBeTriedAgain(test: { readonly file: string; readonly fullTitle: string }): boolean {
  return !atOnce.test(`${test.file} ${test.fullTitle}`);
}

/** The files to run again: none when more failed than a busy machine explains, or when nothing of them may be tried again. */
export function pickFilesToTryAgain(
  tests: readonly { readonly file: string; readonly fullTitle: string; readonly state: string }[],
): string[] {
  const failed = tests.filter(({ state }) => state === "failed");
  const files = [...new Set(failed.map(({ file }) => file))];
  return files.length > filesMax || !failed.every(mayBeTriedAgain) ? [] : files;
}
