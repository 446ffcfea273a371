import type { IncomingMessage, ServerResponse } from "node:http";
import type { Refusal } from "@/app/edge/refuse";
import type { DatabaseWatch } from "@/services/kernel/database-watch";

/** What the edge asks about the database; null before anything of the desk has asked it for something. */
export type DatabaseState = () => Pick<DatabaseWatch, "isAway" | "isInDoubt"> | null;

/** Files, and the pages of the error codes. */
const needsNone = /^\/(?:_next|docs)\//;

/** What the desk says while the database does not answer: at once, instead of waiting, and in the place of a failure that it has caused. */
export function withoutDatabase(
  state: DatabaseState,
  request: IncomingMessage,
  pathname: string,
): { now(): Refusal | null; insteadOf(response: ServerResponse): Refusal | null } {
  const refusal: Refusal = {
    code: "database_unavailable",
    // A browser asks for a page again by itself; a form is sent again by people.
    headers: { "Retry-After": "1", ...(request.method === "POST" ? {} : { Refresh: "2" }) },
  };
  const isConcerned = !needsNone.test(pathname);
  return {
    now: () => (isConcerned && state()?.isAway() ? refusal : null),
    insteadOf: ({ statusCode }) =>
      isConcerned && statusCode === 500 && state()?.isInDoubt() ? refusal : null,
  };
}
