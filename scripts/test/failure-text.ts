import { stripVTControlCharacters } from "node:util";

const linesMax = 15;
const columnsMax = 240;
// Tokens, link secrets and keys: long runs of mixed letters and digits. Ids are of small letters, and stay.
const random = /(?<![\w-])(?=[\w-]*[a-z])(?=[\w-]*[A-Z])(?=[\w-]*\d)[\w-]{24,}/g;

/** A failed test in the closing summary: its name, and under it the first lines of its errors, without colours and secrets. */
export function describeFailure(name: string, errors: readonly string[]): string {
  const lines = errors
    .flatMap((error) => stripVTControlCharacters(error).split("\n"))
    .map((line) => line.trimEnd())
    .filter((line) => line !== "" && !line.includes("/node_modules/") && !/\(?node:internal\//.test(line));
  const shown = lines
    .slice(0, linesMax)
    .map((line) => hideSecrets(line.slice(0, 4 * columnsMax)).slice(0, columnsMax));
  const left = lines.length - shown.length;
  return [name, ...shown, ...(left > 0 ? [`(${left} more lines)`] : [])].join("\n      ");
}

function hideSecrets(line: string): string {
  return line.replace(random, (found) => `${found.slice(0, 4)}…`);
}
