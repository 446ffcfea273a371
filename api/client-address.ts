import type { BlockList, Socket } from "node:net";
import type { FastifyRequest } from "fastify";
import type { Incoming } from "@/api/incoming";
import { canonicalAddress } from "@/domain/verification/address";
import { clientAddress } from "@/services/kernel/client-address";

const peers = new WeakMap<Socket, string | null>();

/** The other end of the connection, whoever it speaks for. */
export function peerAddress({ raw: { socket } }: Incoming): string | null {
  let address = peers.get(socket);
  if (address === undefined) {
    address = canonicalAddress(socket.remoteAddress ?? "");
    // Requests of tests have no connection.
    if (socket.remoteAddress !== undefined) peers.set(socket, address);
  }
  return address;
}

/**
 * Where a request of its own comes from: the connection's other end, or what trusted proxies say (among them the desk, which
 * forwards from this machine). Anybody else's `X-Forwarded-For` counts for nothing.
 */
export function senderAddress(request: FastifyRequest): string | null {
  return senderThrough(request, request.server.trustedProxies);
}

/** The same, with the proxies that are trusted. */
export function senderThrough(request: Incoming, trusted: BlockList): string | null {
  const forwarded = forwardedFor(request);
  if (forwarded === null) return peerAddress(request);
  const peer = request.raw.socket.remoteAddress ?? "";
  return canonicalAddress(clientAddress(peer, forwarded, trusted));
}

/**
 * The client's address as an authenticated gateway gives it: the last hop in `X-Forwarded-For`, the one that the gateway itself
 * saw and added. Earlier hops are the client's own words.
 */
export function forwardedAddress(request: Incoming): string | null {
  const list = forwardedFor(request);
  return list === null ? null : canonicalAddress(list.slice(list.lastIndexOf(",") + 1).trim());
}

/** The client's address as a gateway gives it that cannot write `X-Forwarded-For` itself (Envoy appends its own address there). */
export function givenAddress(request: Incoming): string | null {
  const value = request.headers["x-keydesk-client-address"];
  return typeof value === "string" ? canonicalAddress(value.trim()) : null;
}

function forwardedFor(request: Incoming): string | null {
  const value = request.headers["x-forwarded-for"];
  return Array.isArray(value) ? value.join(",") : (value ?? null);
}
