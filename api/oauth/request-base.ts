import type { FastifyRequest } from "fastify";
import { senderAddress } from "@/api/client-address";
import { slowDown } from "@/api/oauth/oauth-error";
import { retryAfterSeconds } from "@/domain/limits/standing";
import type { BaseContext } from "@/services/kernel/context";

/** What services are given of a request before anybody is proven. */
export function requestBase(request: FastifyRequest): BaseContext {
  const origin = {
    ip: senderAddress(request),
    userAgent: request.headers["user-agent"] ?? null,
    requestId: request.id,
  };
  return { ...request.server.base, origin };
}

/**
 * Counts a request of an API client against its address, like every call (RZ-08), before any work is done for it. Throws `slow_down`.
 * A gateway's are not counted: it speaks for many clients.
 */
export async function limitAddress(request: FastifyRequest): Promise<void> {
  const { limits, now } = request.server.verification;
  const address = senderAddress(request);
  const call = { at: now().getTime(), address, toldBy: null, account: null, spends: false } as const;
  const waitSeconds = retryAfterSeconds(await limits.judge(call));
  if (waitSeconds !== null) throw slowDown("Request limit exceeded.", waitSeconds);
}
