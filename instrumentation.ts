import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { type Config, getConfig } from "@/services/config";
import { addressList, clientAddress } from "@/services/kernel/client-address";

/**
 * Next.js believes any X-Forwarded-* header. Each request is cleaned before Next.js sees it: the address becomes the true
 * caller's, and host and scheme are believed only from a trusted proxy (ASVS 4.1.3).
 */
export function register(): void {
  const trusted = addressList(getConfig().trustedProxies);
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    cleanForwardedHeaders(request, getConfig(), trusted);
  });
}

function cleanForwardedHeaders(
  request: IncomingMessage,
  config: Config,
  trusted: ReturnType<typeof addressList>,
): void {
  const { headers } = request;
  const peer = request.socket.remoteAddress ?? "";
  const isProxy = clientAddress(peer, "192.0.2.1", trusted) === "192.0.2.1";
  headers["x-forwarded-for"] = clientAddress(peer, String(headers["x-forwarded-for"] ?? ""), trusted);
  for (const name of [
    "forwarded",
    "x-real-ip",
    "x-forwarded-port",
    "x-request-id",
    "x-keydesk-path",
    "x-nonce",
  ])
    delete headers[name];
  if (!isProxy) {
    delete headers["x-forwarded-host"];
    delete headers["x-forwarded-proto"];
  }
  // A proxy that passes on its own Host must not make the desk refuse forms from its public address.
  if (config.deskUrl.startsWith("https://") && headers.origin === config.deskUrl)
    headers["x-forwarded-host"] = new URL(config.deskUrl).host;
}
