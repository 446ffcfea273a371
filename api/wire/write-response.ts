import { STATUS_CODES } from "node:http";

/** A response, whole. */
export type PlainResponse = {
  readonly status: number;
  /** Name, value, name, value; names in lower case. */
  readonly headers: readonly string[];
  readonly body: string;
  readonly keepsAlive: boolean;
};

const lineEnds = /[^\x20-\x7e\t\x80-\xff]/;

/**
 * The bytes of a response, as Node's server would send them; `isAscii` where each character is one byte of it.
 * @param keepAliveSeconds how long an idle connection is kept, as clients are told
 */
export function formatResponse(
  { status, headers, body, keepsAlive }: PlainResponse,
  keepAliveSeconds: number,
  at: number,
): { readonly text: string; readonly isAscii: boolean } {
  const bytes = Buffer.byteLength(body);
  let text = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? "Unknown"}\r\n`;
  for (let i = 0; i < headers.length; i += 2) {
    const value = headers[i + 1]!;
    // No value may end its header and begin another.
    if (lineEnds.test(value)) throw new Error(`the header ${headers[i]} holds what no header may`);
    text += `${headers[i]}: ${value}\r\n`;
  }
  text += `content-length: ${bytes}\r\nDate: ${httpDate(at)}\r\n`;
  text += keepsAlive
    ? `Connection: keep-alive\r\nKeep-Alive: timeout=${keepAliveSeconds}\r\n\r\n`
    : "Connection: close\r\n\r\n";
  return { text: text + body, isAscii: bytes === body.length };
}

// Thousands of answers fall into one second, and its text costs more than one of them.
let saidSecond = Number.NaN;
let said = "";

function httpDate(at: number): string {
  const second = Math.floor(at / 1_000);
  if (second !== saidSecond) {
    said = new Date(at).toUTCString();
    saidSecond = second;
  }
  return said;
}
