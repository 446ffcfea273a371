/**
 * True when an object in this JSON text names a key twice. Parsers disagree on which one counts, so what a proxy checked need
 * not be what we read. `text` must be valid JSON: call it after `JSON.parse`.
 */
export function hasDuplicateKeys(text: string): boolean {
  // A set of keys per open object, null per open array.
  const open: (Set<string> | null)[] = [];
  let i = 0;
  while (i < text.length) {
    const c = text.charCodeAt(i);
    if (c === 0x22) {
      const end = endOfString(text, i);
      const keys = open[open.length - 1];
      if (keys && isKey(text, end)) {
        const literal = text.slice(i, end);
        const key = literal.includes("\\") ? (JSON.parse(literal) as string) : literal.slice(1, -1);
        if (keys.has(key)) return true;
        keys.add(key);
      }
      i = end;
      continue;
    }
    if (c === 0x7b) open.push(new Set());
    else if (c === 0x5b) open.push(null);
    else if (c === 0x7d || c === 0x5d) open.pop();
    i += 1;
  }
  return false;
}

// The index after the closing quote of the string that starts at `start`.
function endOfString(text: string, start: number): number {
  let i = start + 1;
  while (text.charCodeAt(i) !== 0x22) i += text.charCodeAt(i) === 0x5c ? 2 : 1;
  return i + 1;
}

// In valid JSON a string before a colon is a key.
function isKey(text: string, from: number): boolean {
  let i = from;
  while (text.charCodeAt(i) <= 0x20) i += 1;
  return text.charCodeAt(i) === 0x3a;
}
