import type { IncomingHttpHeaders } from "node:http";
import { attemptHeader } from "@/app/edge/attempts";
import { type addressList, clientAddress } from "@/services/kernel/client-address";

export type ForwardRules = { readonly trusted: ReturnType<typeof addressList>; readonly deskUrl: string };

// The edge and proxy.ts write these; nobody else may.
const ownHeaders = ["x-request-id", "x-keydesk-path", "x-nonce", attemptHeader];

/**
 * Cleans each request before Next.js, which believes any X-Forwarded-*, sees it: X-Forwarded-For becomes the true caller's
 * address, and host and scheme are believed only from a trusted proxy (ASVS 4.1.3).
 */
export function cleanForwardedHeaders(headers: IncomingHttpHeaders, peer: string, rules: ForwardRules): void {
  const isProxy = clientAddress(peer, "192.0.2.1", rules.trusted) === "192.0.2.1";
  const forwardedFor = headers["x-forwarded-for"];
  headers["x-forwarded-for"] = clientAddress(peer, forwardedFor ? String(forwardedFor) : null, rules.trusted);
  for (const name of ["forwarded", "x-real-ip", "x-forwarded-port", ...ownHeaders]) delete headers[name];
  if (!isProxy) {
    delete headers["x-forwarded-host"];
    delete headers["x-forwarded-proto"];
  }
  // A proxy that passes on its own Host must not make the desk refuse forms from its public address.
  if (rules.deskUrl.startsWith("https://") && headers.origin === rules.deskUrl)
    headers["x-forwarded-host"] = new URL(rules.deskUrl).host;
}
