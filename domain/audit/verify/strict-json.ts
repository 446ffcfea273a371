/** A text that is no JSON as Keydesk takes it: `message` says why. */
export class StrictJsonError extends Error {
  override readonly name = "StrictJsonError";
}

const depthMax = 64;
// In valid JSON: a string, and whether it is a name.
const names = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?/g;

/**
 * Parses JSON, and refuses an object with the same name twice, however deep: JSON.parse takes the last one, another reader the
 * first, and both would see one hash.
 */
export function parseStrictJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new StrictJsonError("It is no JSON.");
  }
  let written = 0;
  names.lastIndex = 0;
  for (let match = names.exec(text); match !== null; match = names.exec(text))
    if (match[1] !== undefined) written++;
  if (written !== countNames(value, 1)) throw new StrictJsonError("An object has the same name twice.");
  return value;
}

function countNames(value: unknown, depth: number): number {
  if (typeof value !== "object" || value === null) return 0;
  if (depth > depthMax) throw new StrictJsonError("Its parts lie too deep in one another.");
  let count = 0;
  if (Array.isArray(value)) {
    for (const member of value) count += countNames(member, depth + 1);
    return count;
  }
  for (const name of Object.keys(value))
    count += 1 + countNames((value as Record<string, unknown>)[name], depth + 1);
  return count;
}
