import { canonicalHead } from "@/domain/audit/log/canonical";
import { type LogRow, textFields } from "@/domain/audit/log/log-row";
import { hashLength } from "@/domain/audit/log/tree-hasher";
import {
  type JsonTarget,
  makeRoom,
  writeCanonicalJson,
  writeCount,
} from "@/domain/audit/verify/canonical-json";

/** The column beside an event's own in a file: the hash of its leaf. */
export const leafHashName = "leafHash";

/** What a row of a file may be called, in the places that `RowSpans` has for them. */
export const spanNames: readonly string[] = [
  ...textFields.map(([name]) => name),
  "logId",
  "seq",
  "details",
  leafHashName,
] satisfies (keyof LogRow | typeof leafHashName)[];
const [logIdPlace, seqPlace, detailsPlace, leafHashPlace] = [15, 16, 17, 18];

export { detailsPlace, seqPlace };

// By place: their loop runs fifteen times for each row of a million.
const forms = textFields.map(([, form]) => form);
const areNullable = textFields.map(([, , nullable]) => nullable === "?");

/** Where in `bytes` each value of a row stands; −1: there is none. */
export type RowSpans = { bytes: Uint8Array; readonly starts: Int32Array; readonly ends: Int32Array };

/** A row whose form is good: its number, its canonical bytes (they hold until the next row), and the leaf hash that the file gives. */
export type QuickRow = {
  readonly seq: number;
  readonly canonical: Uint8Array;
  readonly claimed: Uint8Array | null;
};

/**
 * The places of a file's columns; null when they are not an event's eighteen fields, each once, with or without the leaf hash: the
 * quick way knows no others.
 */
export function spanPlaces(names: readonly string[]): readonly number[] | null {
  const places = names.map((name) => spanNames.indexOf(name));
  const fields = new Set(places.filter((place) => place !== leafHashPlace));
  return !places.includes(-1) && fields.size === leafHashPlace && new Set(places).size === places.length
    ? places
    : null;
}

/** No values yet. */
export function openSpans(): RowSpans {
  return {
    bytes: new Uint8Array(0),
    starts: new Int32Array(spanNames.length).fill(-1),
    ends: new Int32Array(spanNames.length),
  };
}

/**
 * The quick way from a row's bytes in a file to its canonical bytes: no text and no object is made of it. Knows what Keydesk writes
 * nearly always; answers null for the rest, which `readLogRow` and `openCanonicalWriter` then judge. Rows of the log `logId` only.
 */
export function openSpanWriter(logId: string): (spans: RowSpans) => QuickRow | null {
  const prefix = new TextEncoder().encode(
    `${canonicalHead}s\0\0\0${String.fromCharCode(logId.length)}${logId}i`,
  );
  const id = prefix.subarray(prefix.length - 1 - logId.length, -1);
  const to: JsonTarget = { bytes: new Uint8Array(8_192), end: 0 };
  to.bytes.set(prefix);

  return ({ bytes, starts, ends }) => {
    if (!isSame(bytes, starts[logIdPlace]!, ends[logIdPlace]!, id)) return null;
    const seq = readSeq(bytes, starts[seqPlace]!, ends[seqPlace]!);
    if (seq < 1) return null;
    to.end = prefix.length;
    writeCount(to.bytes, to.end, Math.floor(seq / 2 ** 32));
    writeCount(to.bytes, to.end + 4, seq % 2 ** 32);
    to.end += 8;
    for (let i = 0; i < textFields.length; i++) {
      const start = starts[i]!;
      const end = ends[i]!;
      if (areNullable[i] && (start < 0 || start === end)) {
        makeRoom(to, 1);
        to.bytes[to.end++] = 0x6e;
        continue;
      }
      if (start < 0) return null;
      const form = forms[i];
      if (form === "id" ? !isId(bytes, start, end) : form === "time" && !isInstant(bytes, start, end))
        return null;
      writeText(to, bytes, start, end);
    }
    const [start, end] = [starts[detailsPlace]!, ends[detailsPlace]!];
    if (start < 0 || bytes[start] !== 0x7b || writeCanonicalJson(bytes, start, end, to) !== end) return null;
    const claimed = readLeafHash(bytes, starts[leafHashPlace]!, ends[leafHashPlace]!);
    return claimed === undefined ? null : { seq, canonical: to.bytes.subarray(0, to.end), claimed };
  };
}

function writeText(to: JsonTarget, bytes: Uint8Array, start: number, end: number): void {
  makeRoom(to, 5 + end - start);
  const target = to.bytes;
  let at = to.end;
  target[at++] = 0x73;
  writeCount(target, at, end - start);
  at += 4;
  for (let i = start; i < end; i++) target[at++] = bytes[i]!;
  to.end = at;
}

function isSame(bytes: Uint8Array, start: number, end: number, other: Uint8Array): boolean {
  if (start < 0 || end - start !== other.length) return false;
  for (let i = 0; i < other.length; i++) if (bytes[start + i] !== other[i]) return false;
  return true;
}

// 0 for whatever is no number of a log.
function readSeq(bytes: Uint8Array, start: number, end: number): number {
  if (start < 0 || end - start > 15 || bytes[start] === 0x30) return 0;
  let seq = 0;
  for (let i = start; i < end; i++) {
    const digit = bytes[i]! - 0x30;
    if (digit < 0 || digit > 9) return 0;
    seq = seq * 10 + digit;
  }
  return seq;
}

const idHyphens = new Set([8, 13, 18, 23]);
const idForm = Array.from({ length: 36 }, (_, i) => idHyphens.has(i));

function isId(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start !== 36) return false;
  for (let i = 0; i < 36; i++) {
    const byte = bytes[start + i]!;
    if (idForm[i] ? byte !== 0x2d : !isDigit(byte) && !(byte >= 0x61 && byte <= 0x66)) return false;
  }
  return true;
}

const instantForm = "0000-10-30T20:50:50.000Z";
const instantCodes = Array.from(instantForm, (char) => char.charCodeAt(0));

// As `readLogRow` has it: a digit of the form is the largest that may stand there, 0 any.
function isInstant(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start !== instantForm.length) return false;
  for (let i = 0; i < instantForm.length; i++) {
    const form = instantCodes[i]!;
    const byte = bytes[start + i]!;
    if (!isDigit(form) ? byte !== form : !isDigit(byte) || (form !== 0x30 && byte > form)) return false;
  }
  return true;
}

const base64Values = new Uint8Array(128).fill(255);
for (const [i, char] of Array.from(
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
).entries())
  base64Values[char.charCodeAt(0)] = i;

// null: there is none; undefined: it is not 32 bytes in base64.
function readLeafHash(bytes: Uint8Array, start: number, end: number): Uint8Array | null | undefined {
  if (start < 0 || start === end) return null;
  if (end - start !== 44 || bytes[end - 1] !== 0x3d) return undefined;
  const hash = new Uint8Array(hashLength);
  let bits = 0;
  let held = 0;
  let at = 0;
  for (let i = start; i < end - 1; i++) {
    const value = base64Values[bytes[i]!] ?? 255;
    if (value === 255) return undefined;
    bits = ((bits << 6) | value) & 0xffff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      hash[at++] = (bits >> held) & 0xff;
    }
  }
  // No bits left over: one text for one hash.
  return (bits & ((1 << held) - 1)) === 0 ? hash : undefined;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
