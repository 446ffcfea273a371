import { randomUUID } from "node:crypto";
import { type ServerResponse, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { buildProblem } from "@/domain/errors/problem";

/** So long who was refused has to read why. */
const lingerMs = 2_000;

/** What Node's parser, or its clock, has against a request that never became one. */
const statuses: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/**
 * Answers what is no HTTP, or did not come in time, and ends the connection. The error carries the raw bytes, which may hold a token:
 * nothing of it is logged or told.
 */
export function refuseUnreadable(deskUrl: string, error: Error & { code?: string }, socket: Socket): void {
  // Where an answer is on its way, a second one would be read as a part of it.
  const { _httpMessage: answering } = socket as { _httpMessage?: ServerResponse | null };
  if (error.code === "ECONNRESET" || !socket.writable || answering?.headersSent) {
    socket.destroy();
    return;
  }
  const status = statuses[error.code ?? ""] ?? 400;
  const problem = buildProblem(deskUrl, "invalid_request", randomUUID(), {
    detail: STATUS_CODES[status] ?? "Bad Request",
  });
  socket.end(writeLastWord({ ...problem, status }));
  // Our end alone is over: who takes no notice, and sends on, would keep the connection for good.
  const cut = setTimeout(() => socket.destroy(), lingerMs);
  socket.once("close", () => clearTimeout(cut));
}

/** A problem as the whole response, and the last, of a connection on which no request was read. */
export function writeLastWord(problem: { readonly status: number }, more = ""): string {
  const body = JSON.stringify(problem);
  return (
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\nContent-Type: application/problem+json; charset=utf-8\r\n${more}` +
    `Content-Length: ${Buffer.byteLength(body)}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n${body}`
  );
}
