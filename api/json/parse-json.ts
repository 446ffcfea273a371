import { hasDuplicateKeys } from "@/api/json/duplicate-keys";

/** A body that is not the JSON that we read; the message is for the client and repeats nothing of the body. */
export class MalformedJson extends Error {
  override readonly name = "MalformedJson";
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Parses a body strictly: UTF-8, JSON (RFC 8259), and no key twice in one object. Throws `MalformedJson`. */
export function parseJson(body: Buffer): unknown {
  let text: string;
  try {
    text = utf8.decode(body);
  } catch {
    throw new MalformedJson("The body is not UTF-8.");
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own message quotes the body, and the body may hold a token.
    throw new MalformedJson("The body is not valid JSON.");
  }
  if (hasDuplicateKeys(text)) throw new MalformedJson("An object in the body has the same key twice.");
  return value;
}
