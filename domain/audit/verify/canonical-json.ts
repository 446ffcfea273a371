/** Where the canonical bytes of `details` are written; grows as it must. */
export type JsonTarget = { bytes: Uint8Array; end: number };

const depthMax = 32;
const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];
const numbers = new DataView(new ArrayBuffer(8));

/**
 * Turns JSON, as bytes, straight into the canonical bytes of docs/audit-format.md. The quick way for what events hold nearly always;
 * answers −1 for whatever it does not know (escapes, fractions, a name twice, bad JSON), which the slow way then judges.
 * Otherwise the place after the value. Does not check UTF-8.
 */
export function writeCanonicalJson(from: Uint8Array, start: number, end: number, to: JsonTarget): number {
  return writeValue(from, start, end, to, 1);
}

function writeValue(from: Uint8Array, start: number, end: number, to: JsonTarget, depth: number): number {
  makeRoom(to, 9);
  const first = from[start];
  if (first === quote) {
    to.bytes[to.end++] = 0x73;
    return writeText(from, start, end, to);
  }
  if (first === openBrace) return depth > depthMax ? -1 : writeObject(from, start, end, to, depth);
  if (first === openBracket) return depth > depthMax ? -1 : writeList(from, start, end, to, depth);
  if (isWord(from, start, end, "null")) return writeTag(to, 0x6e, start + 4);
  if (isWord(from, start, end, "true")) return writeTag(to, 0x74, start + 4);
  if (isWord(from, start, end, "false")) return writeTag(to, 0x66, start + 5);
  return writeInteger(from, start, end, to);
}

// Length and bytes; `start` is at the opening quote.
function writeText(from: Uint8Array, start: number, end: number, to: JsonTarget): number {
  let at = start + 1;
  for (; at < end && from[at] !== quote; at++) if (from[at] === backslash || from[at]! < 0x20) return -1;
  if (at >= end) return -1;
  const length = at - start - 1;
  makeRoom(to, length + 4);
  writeCount(to.bytes, to.end, length);
  to.end += 4;
  for (let i = start + 1; i < at; i++) to.bytes[to.end++] = from[i]!;
  return at + 1;
}

function writeInteger(from: Uint8Array, start: number, end: number, to: JsonTarget): number {
  const isNegative = from[start] === 0x2d;
  const digits = isNegative ? start + 1 : start;
  let at = digits;
  let value = 0;
  for (; at < end && isDigit(from[at]!); at++) value = value * 10 + (from[at]! - 0x30);
  const length = at - digits;
  if (length === 0 || length > 15 || (length > 1 && from[digits] === 0x30)) return -1;
  // A fraction or an exponent follows.
  if (from[at] === 0x2e || from[at] === 0x65 || from[at] === 0x45) return -1;
  numbers.setFloat64(0, isNegative && value !== 0 ? -value : value);
  to.bytes[to.end++] = 0x64;
  for (let i = 0; i < 8; i++) to.bytes[to.end++] = numbers.getUint8(i);
  return at;
}

function writeList(from: Uint8Array, start: number, end: number, to: JsonTarget, depth: number): number {
  const head = openGroup(to, 0x61);
  let at = skipBlanks(from, start + 1, end);
  let count = 0;
  if (from[at] === closeBracket && at < end) return at + 1;
  for (;;) {
    at = writeValue(from, at, end, to, depth + 1);
    if (at < 0) return -1;
    count++;
    at = skipBlanks(from, at, end);
    if (at >= end) return -1;
    if (from[at] === closeBracket) break;
    if (from[at] !== comma) return -1;
    at = skipBlanks(from, at + 1, end);
  }
  writeCount(to.bytes, head, count);
  return at + 1;
}

function writeObject(from: Uint8Array, start: number, end: number, to: JsonTarget, depth: number): number {
  const head = openGroup(to, 0x6f);
  const members: number[] = [];
  let isSorted = true;
  let at = skipBlanks(from, start + 1, end);
  if (from[at] === closeBrace && at < end) return at + 1;
  for (;;) {
    const member = to.end;
    if (from[at] !== quote || at >= end) return -1;
    at = writeText(from, at, end, to);
    if (at < 0) return -1;
    at = skipBlanks(from, at, end);
    if (from[at] !== colon || at >= end) return -1;
    at = writeValue(from, skipBlanks(from, at + 1, end), end, to, depth + 1);
    if (at < 0) return -1;
    if (members.length > 0 && compareNames(to.bytes, members[members.length - 1]!, member) >= 0)
      isSorted = false;
    members.push(member);
    at = skipBlanks(from, at, end);
    if (at >= end) return -1;
    if (from[at] === closeBrace) break;
    if (from[at] !== comma) return -1;
    at = skipBlanks(from, at + 1, end);
  }
  writeCount(to.bytes, head, members.length);
  return isSorted || sortMembers(to, members) ? at + 1 : -1;
}

// Puts the members in the order of their names; false when two have the same.
function sortMembers(to: JsonTarget, members: number[]): boolean {
  const first = members[0]!;
  const copy = to.bytes.slice(first, to.end);
  const ends = new Map(members.map((member, i) => [member, members[i + 1] ?? to.end]));
  const sorted = members.toSorted((a, b) => compareNames(to.bytes, a, b));
  for (let i = 1; i < sorted.length; i++)
    if (compareNames(to.bytes, sorted[i - 1]!, sorted[i]!) === 0) return false;
  let at = first;
  for (const member of sorted) {
    const piece = copy.subarray(member - first, ends.get(member)! - first);
    to.bytes.set(piece, at);
    at += piece.length;
  }
  return true;
}

// Of two members as they were written: length and UTF-8 of the name come first.
function compareNames(bytes: Uint8Array, a: number, b: number): number {
  const lengthA = readCount(bytes, a);
  const lengthB = readCount(bytes, b);
  const length = Math.min(lengthA, lengthB);
  for (let i = 0; i < length; i++) {
    const difference = bytes[a + 4 + i]! - bytes[b + 4 + i]!;
    if (difference !== 0) return difference;
  }
  return lengthA - lengthB;
}

function openGroup(to: JsonTarget, tag: number): number {
  to.bytes[to.end] = tag;
  writeCount(to.bytes, to.end + 1, 0);
  to.end += 5;
  return to.end - 4;
}

function writeTag(to: JsonTarget, tag: number, next: number): number {
  to.bytes[to.end++] = tag;
  return next;
}

/** Writes a count of 4 bytes, big-endian. */
export function writeCount(bytes: Uint8Array, at: number, count: number): void {
  bytes[at] = count >>> 24;
  bytes[at + 1] = (count >>> 16) & 0xff;
  bytes[at + 2] = (count >>> 8) & 0xff;
  bytes[at + 3] = count & 0xff;
}

function readCount(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}

/** Makes room for so many bytes more. */
export function makeRoom(to: JsonTarget, more: number): void {
  if (to.end + more <= to.bytes.length) return;
  const larger = new Uint8Array(2 * (to.end + more));
  larger.set(to.bytes.subarray(0, to.end));
  to.bytes = larger;
}

function isWord(from: Uint8Array, start: number, end: number, word: string): boolean {
  if (start + word.length > end) return false;
  for (let i = 0; i < word.length; i++) if (from[start + i] !== word.charCodeAt(i)) return false;
  return true;
}

function skipBlanks(from: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && (from[at] === 0x20 || from[at] === 0x0a || from[at] === 0x0d || from[at] === 0x09)) at++;
  return at;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
