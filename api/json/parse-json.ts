import { hasDuplicateKeys } from "@/api/json/duplicate-keys";

/** A body that is not the JSON that we read; the message is for the client and repeats nothing of the body. */
export class MalformedJson extends Error {
  override readonly name = "MalformedJson";
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Parses a body strictly: UTF-8, JSON (RFC 8259), and no key twice in one object. Throws `MalformedJson`.
 * @param start where in `bytes` the body stands, and `end`; left out, it is all of them
 */
export function parseJson(bytes: Buffer, start = 0, end = bytes.length): unknown {
  const text = decode(bytes, start, end);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own message quotes the body, and the body may hold a token.
    throw new MalformedJson("The body is not valid JSON.");
  }
  if (!isFlatOnce(text, value) && hasDuplicateKeys(text))
    throw new MalformedJson("An object in the body has the same key twice.");
  return value;
}

const notAscii = /[^\0-\x7f]/;

// Most bodies are ASCII, which is one character per byte in both.
function decode(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString("latin1", start, end);
  if (!notAscii.test(text)) return text;
  try {
    return utf8.decode(bytes.subarray(start, end));
  } catch {
    throw new MalformedJson("The body is not UTF-8.");
  }
}

/**
 * True for an object of texts alone whose every quote is accounted for: two for each key and each text that came out. A key that stood
 * there twice would have brought more quotes than what is left of it. False says nothing.
 */
function isFlatOnce(text: string, value: unknown): boolean {
  if (typeof value !== "object" || value === null || text.includes("\\")) return false;
  let quotes = 0;
  for (const key in value) {
    if (typeof (value as Record<string, unknown>)[key] !== "string") return false;
    quotes += 4;
  }
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) quotes -= 1;
  return quotes === 0;
}
