import type { FastifyRequest } from "fastify";
import { canonicalAddress } from "@/domain/verification/address";

/** The other end of the connection, whoever it speaks for. */
export function peerAddress(request: FastifyRequest): string | null {
  return canonicalAddress(request.raw.socket.remoteAddress ?? "");
}

/**
 * Where a request of its own comes from: the socket's other end. Only the desk, which forwards from this machine, is believed
 * about somebody else; anybody could send `X-Forwarded-For`.
 */
export function senderAddress(request: FastifyRequest): string | null {
  const address = peerAddress(request);
  const fromHere = address === "::1" || address?.startsWith("127.") === true;
  return fromHere ? (forwardedAddress(request) ?? address) : address;
}

/**
 * The client's address as an authenticated gateway gives it: the last hop in `X-Forwarded-For`, the one that the gateway itself
 * saw and added. Earlier hops are the client's own words.
 */
export function forwardedAddress(request: FastifyRequest): string | null {
  const value = request.headers["x-forwarded-for"];
  const list = Array.isArray(value) ? value.join(",") : value;
  if (list === undefined) return null;
  return canonicalAddress(list.slice(list.lastIndexOf(",") + 1).trim());
}
