import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { peerAddress } from "@/api/client-address";
import { undocumented } from "@/api/openapi/operation";
import { sendProblem } from "@/api/problem";
import { addressList } from "@/services/kernel/client-address";
import { type Metrics, metricsContentType } from "@/services/metrics/metrics";

const thisMachine = addressList(["127.0.0.0/8", "::1"]);

/**
 * `GET /metrics`: what Prometheus scrapes, of this process. With a token set (`KEYDESK_METRICS_TOKEN`) who sends it as bearer may read,
 * without one who asks from this machine itself.
 */
export function registerMetrics(app: FastifyInstance, metrics: Metrics, token: string | null): void {
  app.get("/metrics", { config: undocumented }, async (request, reply) => {
    if (token === null ? !isFromHere(request) : !isSame(request.headers.authorization, `Bearer ${token}`)) {
      reply.header("www-authenticate", 'Bearer realm="Keydesk metrics"');
      return sendProblem(reply, "metrics_unauthenticated");
    }
    return reply.header("content-type", metricsContentType).send(await metrics.scrape());
  });
}

// What a proxy on this machine passes on comes from anywhere; proxies say so, and a scraper does not.
function isFromHere(request: FastifyRequest): boolean {
  const { "x-forwarded-for": list, forwarded } = request.headers;
  const address = list === undefined && forwarded === undefined ? peerAddress(request) : null;
  return address !== null && thisMachine.check(address, address.includes(":") ? "ipv6" : "ipv4");
}

// By digests: neither length nor common beginning shows in the time that it takes.
function isSame(sent: string | undefined, wanted: string): boolean {
  return timingSafeEqual(digest(sent ?? ""), digest(wanted));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
