import { connect } from "node:net";
import { openProduct } from "@/e2e/support/product";
import { sendRaw } from "@/services/testing/raw-request";

export type RawRequest = {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Sends the body in chunks, without telling its length. */
  readonly chunked?: boolean;
  /** Tells this length instead of the body's own. */
  readonly length?: number;
};

export type RawAnswer = { readonly status: number; readonly head: string; readonly text: string };

/** Sends the desk a request byte by byte, as no browser would, and gives the answer. */
export function askDesk(request: RawRequest): Promise<RawAnswer> {
  return askRaw(openProduct().deskUrl, request);
}

/** The same, to any server. */
export async function askRaw(url: string, request: RawRequest): Promise<RawAnswer> {
  const answer = await sendRaw(url, bytesOf(request));
  const end = answer.indexOf("\r\n\r\n");
  return {
    status: Number(answer.slice(9, 12)),
    head: answer.slice(0, end).toLowerCase(),
    text: answer.slice(end + 4),
  };
}

/** Sends it, and goes away without waiting for an answer. */
export function breakOff(request: RawRequest): Promise<void> {
  const { hostname, port } = new URL(openProduct().deskUrl);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(bytesOf(request), () => {
        socket.destroy();
        resolve();
      });
    });
    socket.on("error", reject);
  });
}

function bytesOf(request: RawRequest): string {
  const { method = "POST", path, headers = {}, body = "" } = request;
  const lines = { Host: new URL(openProduct().deskUrl).host, Connection: "close", ...headers };
  const framing = request.chunked
    ? "Transfer-Encoding: chunked"
    : `Content-Length: ${request.length ?? Buffer.byteLength(body)}`;
  const sent = request.chunked ? `${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n0\r\n\r\n` : body;
  const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${path} HTTP/1.1`, ...head, framing, "", sent].join("\r\n");
}

/** A multipart body with the boundary "x". */
export function multipart(fields: Readonly<Record<string, string>>): string {
  const parts = Object.entries(fields).map(
    ([name, value]) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return `${parts.join("")}--x--\r\n`;
}
