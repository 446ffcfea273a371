import type { IncomingHttpHeaders } from "node:http";
import { headBytesMax, type PlainHead, readPlainHead } from "@/api/wire/read-head";
import { ownText } from "@/domain/text/own-text";

/** A head, and how many bytes it takes with the empty line that ends it. */
export type ReadHead = { readonly bytes: number; readonly head: PlainHead };

/** Reads what was sent from its first byte on. Null: what stands there is no plain head, or not the whole of one. */
export type HeadReader = (sent: Buffer) => ReadHead | null;

type Field = {
  rawName: string;
  /** In lower case. */
  name: string;
  value: string;
  /** What stands between the colon and the end of the line. */
  valueBytes: number;
};

/** A value between its colon and the end of its line. */
type Spot = { readonly field: Field; readonly from: number; readonly to: number };

/** What these say changes how a message is read, or whether it can be: with another value of theirs, all of it is read anew. */
const framing = new Set(["connection", "content-length", "host"]);
const [blank, carriageReturn, lineFeed] = [0x20, 0x0d, 0x0a];
const lineEndBytes = 2;
/** A head may grow so much before another place is made for it. */
const roomBytes = 128;

/**
 * Makes what reads the heads of one connection, each by the one before it, as most of their lines are the same. A head with the same bytes
 * but for values of fields that frame nothing, each of them in visible ASCII and blanks up to the end of its line, is the head before it
 * with these values. All else is read as a whole (`readPlainHead`). Of the heads before the latest nothing is kept.
 */
export function createHeadReader(): HeadReader {
  let latest: ReadHead | null = null;
  /** The bytes of the latest head, and zeros behind them. */
  let place: Buffer = Buffer.alloc(0);
  let fields: readonly Field[] = [];
  /** Of the request line with its end. */
  let firstBytes = 0;
  /** True while url and fields are pieces of the text of a head: with the next one that text has to go. */
  let arePieces = false;
  let isSteady = false;
  /** Where a value stands that changed: mostly the one that changes next, a client's token. */
  let spot: Spot | null = null;

  const keep = (sent: Buffer, bytes: number) => {
    if (bytes > place.length) place = Buffer.alloc(bytes + roomBytes);
    // What a longer head would leave behind goes.
    else place.fill(0, bytes, Math.max(bytes, latest?.bytes ?? 0));
    sent.copy(place, 0, 0, bytes);
  };

  const readWhole = (sent: Buffer): ReadHead | null => {
    const start = sent.toString("latin1", 0, Math.min(sent.length, headBytesMax + 2 * lineEndBytes));
    const end = start.indexOf("\r\n\r\n");
    const head = end === -1 ? null : readPlainHead(start.slice(0, end));
    if (head === null) return null;
    const bytes = end + 2 * lineEndBytes;
    keep(sent, bytes);
    firstBytes = start.indexOf("\r\n") + lineEndBytes;
    fields = listFields(start.slice(firstBytes, end), head.rawHeaders);
    arePieces = true;
    spot = null;
    return { bytes, head };
  };

  /** The head before with the fields as they are now. */
  const change = (head: PlainHead): PlainHead => {
    if (!arePieces) return withFields(head, head.url, fields);
    arePieces = false;
    for (const field of fields) {
      field.rawName = ownText(field.rawName);
      field.name = field.rawName.toLowerCase();
      field.value = ownText(field.value);
    }
    return withFields(head, ownText(head.url), fields);
  };

  /** Null where more has changed than the value at that spot, or its length. */
  const readSpot = (before: ReadHead, sent: Buffer, { field, from, to }: Spot): ReadHead | null => {
    const length = before.bytes;
    if (!isSame(sent, place, to, length) || !isSame(sent, place, 0, from)) return null;
    if (findValueEnd(sent, from) !== to) return null;
    if (!copyFew(sent, place, from, to)) return before;
    field.value = readTrimmed(sent, from, to);
    return { bytes: length, head: change(before.head) };
  };

  /** Null where more has changed than values. */
  const readChanges = (before: ReadHead, sent: Buffer): ReadHead | null => {
    const known = place;
    const length = before.bytes;
    /** What stands there in the head before stands `shift` further on in what was sent. */
    let at = 0;
    let shift = 0;
    let number = 0;
    let lineAt = firstBytes;
    let changed: Spot | null = null;
    let hasMoved = false;
    for (;;) {
      const stop = Math.min(length, sent.length - shift);
      while (at < stop && known[at] === sent[at + shift]) at += 1;
      if (at === length) break;
      for (; number < fields.length; number++) {
        const nextAt = lineAt + lineBytesOf(fields[number]!);
        if (at < nextAt) break;
        lineAt = nextAt;
      }
      const field = fields[number];
      if (field === undefined || framing.has(field.name)) return null;
      const valueAt = lineAt + field.rawName.length + 1;
      if (at < valueAt) return null;
      const endAt = valueAt + field.valueBytes;
      const from = valueAt + shift;
      const to = findValueEnd(sent, Math.min(at, endAt) + shift);
      if (to === -1) return null;
      field.value = readTrimmed(sent, from, to);
      field.valueBytes = to - from;
      changed = { field, from, to };
      at = endAt;
      shift = to - endAt;
      if (shift !== 0) hasMoved = true;
      else if (!hasMoved) copyFew(sent, known, from, to);
      lineAt = endAt + lineEndBytes;
      number += 1;
    }
    if (changed === null) return before;
    const bytes = length + shift;
    if (bytes - 2 * lineEndBytes > headBytesMax) return null;
    if (hasMoved) keep(sent, bytes);
    spot = changed;
    return { bytes, head: change(before.head) };
  };

  const readAfter = (before: ReadHead, sent: Buffer): ReadHead | null =>
    (spot === null ? null : readSpot(before, sent, spot)) ?? readChanges(before, sent);

  return (sent) => {
    const before = latest;
    // Who sends the same head twice sends it again.
    if (before !== null && isSteady && isSame(sent, place, 0, before.bytes)) return before;
    latest = (before === null ? null : readAfter(before, sent)) ?? readWhole(sent);
    isSteady = latest === before;
    return latest;
  };
}

function lineBytesOf({ rawName, valueBytes }: Field): number {
  return rawName.length + 1 + valueBytes + lineEndBytes;
}

/** Of a token's length a loop is faster than a call. False where the same stood there. */
function copyFew(source: Buffer, target: Buffer, from: number, to: number): boolean {
  let differs = false;
  for (let i = from; i < to; i++) {
    if (target[i] !== source[i]) differs = true;
    target[i] = source[i]!;
  }
  return differs;
}

function isSame(sent: Buffer, known: Buffer, from: number, to: number): boolean {
  return sent.length >= to && sent.compare(known, from, to, from, to) === 0;
}

/** Trimmed before it is text: of a text that is cut, the whole would stay in memory. */
function readTrimmed(sent: Buffer, from: number, to: number): string {
  let [start, end] = [from, to];
  while (start < end && sent[start] === blank) start += 1;
  while (start < end && sent[end - 1] === blank) end -= 1;
  return sent.toString("latin1", start, end);
}

/** Where the value that holds `from` ends with its line; -1 where anything but visible ASCII and blanks comes before that. */
function findValueEnd(sent: Buffer, from: number): number {
  let to = from;
  for (; to < sent.length; to++) {
    const byte = sent[to]!;
    if (byte < 0x20 || byte > 0x7e) break;
  }
  return to + 1 < sent.length && sent[to] === carriageReturn && sent[to + 1] === lineFeed ? to : -1;
}

function listFields(lines: string, rawHeaders: readonly string[]): Field[] {
  return lines.split("\r\n").map((line, i) => {
    const [rawName, value] = [rawHeaders[2 * i]!, rawHeaders[2 * i + 1]!];
    return { rawName, name: rawName.toLowerCase(), value, valueBytes: line.length - rawName.length - 1 };
  });
}

function withFields(
  { method, bodyBytes, keepsAlive }: PlainHead,
  url: string,
  fields: readonly Field[],
): PlainHead {
  const headers: IncomingHttpHeaders = new (PlainHeaders as unknown as new () => IncomingHttpHeaders)();
  const rawHeaders: string[] = [];
  for (const { rawName, name, value } of fields) {
    headers[name] = value;
    rawHeaders.push(rawName, value);
  }
  return { method, url, headers, rawHeaders, bodyBytes, keepsAlive };
}

// With no prototype of any kind an object is a slow one to V8; with an empty one it has no names but its own either.
function PlainHeaders() {}
PlainHeaders.prototype = Object.create(null);
