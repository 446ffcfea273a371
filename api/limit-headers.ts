import type { FastifyReply } from "fastify";
import { setHeaders } from "@/api/problem";
import { writeLimitHeaders, writeRetryAfter } from "@/domain/limits/limit-headers";
import { tellsOfToken } from "@/domain/verification/verdicts";
import type { Verification } from "@/services/verification/verification";

type Limited = Pick<Verification, "limits" | "unlimited">;

/**
 * Tells the client where its account's limits stand (design §5). Who sends a string that is good for nothing learns nothing of an
 * account: whether the string was a token once must not show.
 * @returns lines, as `writeHeaders` makes them
 */
export function tellLimits({ limits, unlimited }: Limited): string {
  return tellsOfToken(unlimited) ? writeLimitHeaders(limits) : writeRetryAfter(limits);
}

/** Sets those headers. */
export function setLimitHeaders(reply: FastifyReply, limited: Limited): void {
  setHeaders(reply, tellLimits(limited));
}
