/** The longest record that is read, in bytes: no event of Keydesk comes near it. */
export const recordBytesMax = 1_048_576;

/** A record of a file: bytes[start, end), without its line end; they hold until the next `push`. */
export type FileRecord = { bytes: Uint8Array; start: number; end: number; line: number };

/** Splits a file into its records: each line of JSON Lines or JSON, or each record of CSV, whose cells may hold line ends. */
export type RecordReader = {
  /** The next piece of the file, after `next` has answered null. */
  push(chunk: Uint8Array): void;
  /** The next record that is whole by now; the same object each time, with the line of the file that it begins on. */
  next(): FileRecord | null;
  /** Whether what is left is longer than any record may be. */
  isTooLong(): boolean;
  /** Whether the file stopped in the midst of a record. */
  isCutShort(): boolean;
  /** The line that the next record begins on. */
  line(): number;
};

const [lineFeed, quote] = [10, 34];

/** A reader of records; memory stays at one piece and one record. */
export function openRecords(kind: "csv" | "lines"): RecordReader {
  const record: FileRecord = { bytes: new Uint8Array(0), start: 0, end: 0, line: 1 };
  let bytes: Uint8Array = record.bytes;
  let start = 0;
  let line = 1;
  let lines = 0;
  let searched = 0;
  let isInCell = false;

  // The line feed that ends the record: in CSV, one that no cell holds. Goes on where it stopped.
  const findEnd = (): number => {
    let end = bytes.indexOf(lineFeed, searched);
    for (; end !== -1; end = bytes.indexOf(lineFeed, searched)) {
      if (kind === "csv") for (let i = searched; i < end; i++) if (bytes[i] === quote) isInCell = !isInCell;
      searched = end + 1;
      lines++;
      if (!isInCell) return end;
    }
    return -1;
  };

  return {
    push(chunk) {
      const rest = bytes.subarray(start);
      searched -= start;
      start = 0;
      bytes = rest.length === 0 ? chunk : joined(rest, chunk);
    },
    next() {
      const end = findEnd();
      if (end === -1 || end - start > recordBytesMax) return null;
      record.bytes = bytes;
      record.start = start;
      record.end = end;
      record.line = line;
      line += lines;
      lines = 0;
      start = end + 1;
      return record;
    },
    isTooLong: () => bytes.length - start > recordBytesMax,
    isCutShort: () => bytes.length > start,
    line: () => line,
  };
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(a.length + b.length);
  whole.set(a, 0);
  whole.set(b, a.length);
  return whole;
}
