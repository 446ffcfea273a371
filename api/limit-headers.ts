import type { FastifyReply } from "fastify";
import { buildLimitHeaders, buildRetryAfter } from "@/domain/limits/limit-headers";
import { tellsOfToken } from "@/domain/verification/verdicts";
import type { Verification } from "@/services/verification/verification";

/**
 * Tells the client where its account's limits stand (design §5). Who sends a string that is good for nothing learns nothing of an
 * account: whether the string was a token once must not show.
 */
export function setLimitHeaders(
  reply: FastifyReply,
  { limits, unlimited }: Pick<Verification, "limits" | "unlimited">,
): void {
  reply.headers(tellsOfToken(unlimited) ? buildLimitHeaders(limits) : buildRetryAfter(limits));
}
