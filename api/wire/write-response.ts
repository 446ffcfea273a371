import { STATUS_CODES } from "node:http";

/** A response, whole. */
export type PlainResponse = {
  readonly status: number;
  /** Lines of `writeHeaders`. */
  readonly headers: string;
  readonly body: string;
  /** Of the body in UTF-8. */
  readonly bodyBytes: number;
  readonly keepsAlive: boolean;
};

const lineEnds = /[^\x20-\x7e\t\x80-\xff]/;

/**
 * Headers as the lines of a head, each with its end. Throws where a value would end its header and begin another.
 * @param headers name, value, name, value; names in lower case
 */
export function writeHeaders(headers: readonly string[]): string {
  let lines = "";
  let values = "";
  for (let i = 0; i < headers.length; i += 2) {
    const value = headers[i + 1]!;
    values += value;
    lines += `${headers[i]}: ${value}\r\n`;
  }
  // All at once: to begin a search costs more than to search through them.
  if (lineEnds.test(values)) {
    const name = headers.find((_, i) => i % 2 === 0 && lineEnds.test(headers[i + 1]!));
    throw new Error(`the header ${name} holds what no header may`);
  }
  return lines;
}

const statusLines = new Map<number, string>();

function statusLine(status: number): string {
  let line = statusLines.get(status);
  if (line === undefined) {
    line = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? "Unknown"}\r\n`;
    statusLines.set(status, line);
  }
  return line;
}

/**
 * The text of a response, as Node's server would send it.
 * @param keepAliveSeconds how long an idle connection is kept, as clients are told
 */
export function formatResponse(
  { status, headers, body, bodyBytes, keepsAlive }: PlainResponse,
  keepAliveSeconds: number,
  at: number,
): string {
  return `${statusLine(status)}${headers}content-length: ${bodyBytes}${endOfHead(keepsAlive, keepAliveSeconds, at)}${body}`;
}

// Thousands of answers fall into one second, and its text costs more than one of them.
let saidSecond = Number.NaN;
let saidKeepAlive = Number.NaN;
let keeping = "";
let closing = "";

function endOfHead(keepsAlive: boolean, keepAliveSeconds: number, at: number): string {
  const second = Math.floor(at / 1_000);
  if (second !== saidSecond || keepAliveSeconds !== saidKeepAlive) {
    saidSecond = second;
    saidKeepAlive = keepAliveSeconds;
    const date = `\r\nDate: ${new Date(at).toUTCString()}\r\n`;
    keeping = `${date}Connection: keep-alive\r\nKeep-Alive: timeout=${keepAliveSeconds}\r\n\r\n`;
    closing = `${date}Connection: close\r\n\r\n`;
  }
  return keepsAlive ? keeping : closing;
}
