import type { FastifyRequest } from "fastify";
import { canonicalAddress } from "@/domain/verification/address";
import { clientAddress } from "@/services/kernel/client-address";

/** The other end of the connection, whoever it speaks for. */
export function peerAddress(request: FastifyRequest): string | null {
  return canonicalAddress(request.raw.socket.remoteAddress ?? "");
}

/**
 * Where a request of its own comes from: the connection's other end, or what trusted proxies say (among them the desk, which
 * forwards from this machine). Anybody else's `X-Forwarded-For` counts for nothing.
 */
export function senderAddress(request: FastifyRequest): string | null {
  const forwarded = forwardedFor(request);
  if (forwarded === null) return peerAddress(request);
  const peer = request.raw.socket.remoteAddress ?? "";
  return canonicalAddress(clientAddress(peer, forwarded, request.server.trustedProxies));
}

/**
 * The client's address as an authenticated gateway gives it: the last hop in `X-Forwarded-For`, the one that the gateway itself
 * saw and added. Earlier hops are the client's own words.
 */
export function forwardedAddress(request: FastifyRequest): string | null {
  const list = forwardedFor(request);
  return list === null ? null : canonicalAddress(list.slice(list.lastIndexOf(",") + 1).trim());
}

/** The client's address as a gateway gives it that cannot write `X-Forwarded-For` itself (Envoy appends its own address there). */
export function givenAddress(request: FastifyRequest): string | null {
  const value = request.headers["x-keydesk-client-address"];
  return typeof value === "string" ? canonicalAddress(value.trim()) : null;
}

function forwardedFor(request: FastifyRequest): string | null {
  const value = request.headers["x-forwarded-for"];
  return Array.isArray(value) ? value.join(",") : (value ?? null);
}
