import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders, ServerResponse } from "node:http";

/** What became of a form on its way through Next.js. */
export type Attempt = {
  /** Code of the desk ran: from here on a failure is ours, and something may have been changed. */
  reached: boolean;
  /** It was refused as unreadable, by the request that Next.js made to itself. */
  refused: boolean;
};

/** Names the attempt, for the desk's code and for Next.js's requests to itself. Never in an answer. */
export const attemptHeader = "x-keydesk-attempt";

// The edge and the pages are bundled apart, and share the process.
const holder = globalThis as typeof globalThis & { keydeskAttempts?: Map<string, Attempt> };
holder.keydeskAttempts ??= new Map();
const attempts = holder.keydeskAttempts;

/** The attempt that a request belongs to; what a stranger writes into the header names none. */
export function findAttempt(headers: IncomingHttpHeaders): Attempt | null {
  const name = headers[attemptHeader];
  return typeof name === "string" ? (attempts.get(name) ?? null) : null;
}

/** Notes a form's way until its answer is sent. */
export function beginAttempt(headers: IncomingHttpHeaders, response: ServerResponse): Attempt {
  const name = randomUUID();
  const attempt = { reached: false, refused: false };
  headers[attemptHeader] = name;
  attempts.set(name, attempt);
  response.once("close", () => attempts.delete(name));
  return attempt;
}

/** Called by the desk's code as soon as it runs for a request. */
export function markReached(name: string | null): void {
  const attempt = name === null ? undefined : attempts.get(name);
  if (attempt) attempt.reached = true;
}
