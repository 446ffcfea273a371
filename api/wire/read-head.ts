import type { IncomingHttpHeaders } from "node:http";
import { isHost } from "@/domain/requests/sent-host";

/** The head of a request that is as plain as requests of gateways are. */
export type PlainHead = {
  readonly method: string;
  /** Path and query, as sent. */
  readonly url: string;
  /** By name in lower case; each was sent once. */
  readonly headers: IncomingHttpHeaders;
  /** Name, value, name, value, as sent. */
  readonly rawHeaders: readonly string[];
  readonly bodyBytes: number;
  /** False where the client asks for the end of the connection. */
  readonly keepsAlive: boolean;
};

/** Longer heads are not plain. */
export const headBytesMax = 8_192;

const requestLine = /^(GET|POST|PUT|PATCH|DELETE|OPTIONS) (\/[!-~]*) HTTP\/1\.1$/;
const fieldName = /^[A-Za-z0-9-]+$/;
/** Anything but visible ASCII and blanks, and line ends that are not one after the other. */
const odd = /[^\x20-\x7e\r\n]|\r(?!\n)|(?<!\r)\n/;
const length = /^(?:0|[1-9][0-9]{0,6})$/;

/** What changes how a message is read, and is left to who knows it all. */
const notPlain = new Set([
  "transfer-encoding",
  "content-encoding",
  "expect",
  "upgrade",
  "te",
  "trailer",
  "http2-settings",
  "proxy-connection",
]);

/**
 * Reads a request's head where it can be read in one way only: HTTP/1.1, visible ASCII, every field once, on one line and with a plain
 * name, a length in digits, and nothing that frames a body otherwise. Null for all else, valid or not: Node's own parser takes that.
 * @param head from the request line on, without the empty line that ends it
 */
export function readPlainHead(head: string): PlainHead | null {
  if (head.length > headBytesMax || odd.test(head)) return null;
  const lines = head.split("\r\n");
  const first = requestLine.exec(lines[0]!);
  if (first === null) return null;
  const headers: IncomingHttpHeaders = Object.create(null);
  const rawHeaders: string[] = [];
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i]!;
    const colon = line.indexOf(":");
    const rawName = line.slice(0, colon === -1 ? 0 : colon);
    if (!fieldName.test(rawName)) return null;
    const name = rawName.toLowerCase();
    if (notPlain.has(name) || headers[name] !== undefined) return null;
    const value = line.slice(colon + 1).trim();
    headers[name] = value;
    rawHeaders.push(rawName, value);
  }
  const { host, connection = "keep-alive", "content-length": sent = "0" } = headers;
  if (host === undefined || !isHost(host) || !length.test(sent)) return null;
  const keepsAlive = connection.toLowerCase() === "keep-alive";
  if (!keepsAlive && connection.toLowerCase() !== "close") return null;
  return {
    method: first[1]!,
    url: first[2]!,
    headers,
    rawHeaders,
    bodyBytes: Number(sent),
    keepsAlive,
  };
}
