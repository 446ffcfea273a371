import { randomUUID } from "node:crypto";
import { METHODS } from "node:http";
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  LogController,
} from "fastify";
import type { Logger } from "pino";
import { watchMethods } from "@/api/allowed-methods";
import { registerLogKey } from "@/api/audit/log-key-route";
import { registerDocs } from "@/api/docs/docs-routes";
import { createFastLane } from "@/api/fast-lane";
import { handleError } from "@/api/handle-error";
import { registerHealth } from "@/api/health/health-routes";
import { parseJson } from "@/api/json/parse-json";
import type { Outcome } from "@/api/log";
import { registerMetrics } from "@/api/metrics/metrics-route";
import { isOAuthEndpoint, refuseOAuthMethod, registerOAuth } from "@/api/oauth/oauth-routes";
import { registerOpenApi } from "@/api/openapi/openapi-routes";
import { listRoutes } from "@/api/openapi/route-list";
import { sendProblem } from "@/api/problem";
import { InvalidRequest } from "@/api/request-credentials";
import { createRequestIds } from "@/api/request-id";
import { createRequestLog } from "@/api/request-line";
import { registerAccountApi } from "@/api/v1/account/account-routes";
import { registerDownloads } from "@/api/v1/download/gateway-route";
import { registerCheckpoint } from "@/api/v1/export/checkpoint-route";
import { registerExports } from "@/api/v1/export/export-routes";
import { registerManifests } from "@/api/v1/export/manifest-routes";
import { registerOrganizationApi } from "@/api/v1/org/organization-endpoints";
import { registerWhoami } from "@/api/v1/whoami-route";
import { registerForwardAuth, routedAddress } from "@/api/verify/forward-auth-route";
import { registerVerify } from "@/api/verify/verify-route";
import { readPlainConnections } from "@/api/wire/plain-connections";
import { type ConnectionBounds, refuseConnections } from "@/api/wire/refuse-connections";
import { buildProblem } from "@/domain/errors/problem";
import { apiBodyBytesMax } from "@/domain/requests/body-bounds";
import { hostFault } from "@/domain/requests/sent-host";
import type { Readiness } from "@/services/health/readiness";
import { addressList } from "@/services/kernel/client-address";
import type { BaseContext } from "@/services/kernel/context";
import { refuseUnreadable, writeLastWord } from "@/services/kernel/last-word";
import { lingerWith } from "@/services/kernel/linger";
import type { Metrics } from "@/services/metrics/metrics";
import type { VerificationDeps } from "@/services/verification/verification";

declare module "fastify" {
  interface FastifyInstance {
    /** Where the pages of the error codes are. */
    deskUrl: string;
    /** Whose `X-Forwarded-For` is believed. */
    trustedProxies: ReturnType<typeof addressList>;
    verification: VerificationDeps;
    /** What contexts of services are made of. */
    base: ApiBase;
  }
  interface FastifyRequest {
    outcome: Outcome | null;
  }
}

export type ApiBase = Omit<BaseContext, "origin">;

/** A request must arrive whole within this time: slow senders hold no connection open. */
const requestMsMax = 15_000;

/** Each connection costs some kilobytes, also one that says nothing. */
const connectionBounds: ConnectionBounds = { servedMax: 10_000, toldMax: 2_000, lingerMs: 2_000 };

export type ApiDeps = {
  readonly deskUrl: string;
  readonly trustedProxies: readonly string[];
  readonly log: Logger;
  readonly verification: VerificationDeps;
  readonly base: ApiBase;
  readonly readiness: () => Promise<Readiness>;
  readonly metrics: Metrics;
  /** For how long idle connections stay once it closes; not at all, if left out. */
  readonly idleMs?: number;
};

/** The HTTP API (design §5, §6), not yet listening. The caller owns and closes what `deps` holds. */
export function createApi(deps: ApiDeps): FastifyInstance {
  const nextRequestId = createRequestIds();
  const logLine = createRequestLog(deps.log);
  const tellRequest = (
    {
      id,
      method,
      route,
      outcome,
    }: { id: string; method: string; route: string | null; outcome: Outcome | null },
    status: number,
    elapsedMs: number,
  ) => {
    deps.metrics.http.answered(method, route, status);
    logLine({ requestId: id, method, route, status, ms: Math.round(elapsedMs * 100) / 100, outcome });
  };
  const app: FastifyInstance = Fastify({
    loggerInstance: deps.log as FastifyBaseLogger,
    // One line per request, of our own (below), instead of the framework's two, which hold the address.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: "requestId" }),
    bodyLimit: apiBodyBytesMax,
    genReqId: nextRequestId,
    requestIdHeader: false,
    rewriteUrl: ({ url = "" }) => routedAddress(url),
    // Node takes the longer one of this and the time for the head for the whole: they are one.
    requestTimeout: requestMsMax,
    // Node looks so often for those whose time is over; by itself each half minute.
    // A request without a host is refused below, in our words.
    http: { connectionsCheckingInterval: 1_000, headersTimeout: requestMsMax, requireHostHeader: false },
    // While draining, requests on open connections are still answered, with "Connection: close".
    return503OnClosing: false,
    forceCloseConnections: "idle",
    // What is no HTTP never becomes a request.
    clientErrorHandler: (error, socket) => refuseUnreadable(deps.deskUrl, error, socket),
    // An address that cannot be decoded reaches no hook.
    frameworkErrors: (_error, request, reply) => {
      setCommonHeaders(reply as never);
      sendProblem(reply as never, "not_found");
      tellRequest({ id: request.id, method: request.method, route: null, outcome: null }, 404, 0);
    },
  });
  for (const method of METHODS) {
    if (method !== "CONNECT" && !app.supportedMethods.includes(method))
      app.addHttpMethod(method, { hasBody: true });
  }
  // No route reads one. The framework would call it an error of ours where a client's QUERY has no Content-Type.
  if (METHODS.includes("QUERY")) app.addHttpMethod("QUERY", { hasBody: false, overrideExisting: true });
  app.decorate("deskUrl", deps.deskUrl);
  const trustedProxies = addressList(deps.trustedProxies);
  app.decorate("trustedProxies", trustedProxies);
  app.decorate("verification", deps.verification);
  app.decorate("base", deps.base);
  app.decorateRequest("outcome", null);
  app.decorateRequest("caller", null);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (_request, body, done) => {
    try {
      done(null, parseJson(body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
  app.addHook("onRequest", (request, reply, done) => {
    setCommonHeaders(reply);
    const fault = hostFault(request.raw);
    if (fault === null) return done();
    // What comes behind it may be read otherwise too.
    reply.header("connection", "close");
    done(new InvalidRequest(fault));
  });
  app.addHook("onSend", (request, reply, payload, done) => {
    if (reply.statusCode !== 413 || typeof payload !== "string") return done(null, payload);
    reply.header("content-length", Buffer.byteLength(payload));
    done(null, lingerWith(request.raw, payload));
  });
  app.addHook("onResponse", (request, reply, done) => {
    // The route's pattern, never the address: a query may hold a token.
    const route = request.routeOptions.url ?? null;
    const { id, method, outcome } = request;
    tellRequest({ id, method, route, outcome }, reply.statusCode, reply.elapsedTime);
    done();
  });
  app.setErrorHandler(handleError);
  const allowedMethods = watchMethods(app);
  app.setNotFoundHandler((request, reply) => {
    const allowed = allowedMethods(request.url);
    if (allowed === null) return sendProblem(reply, "not_found");
    reply.header("allow", allowed);
    if (isOAuthEndpoint(request.url)) return refuseOAuthMethod(reply);
    return sendProblem(reply, "method_not_allowed");
  });
  const routes = listRoutes(app);
  registerHealth(app, deps.readiness);
  registerMetrics(app, deps.metrics, deps.base.config.metricsToken);
  const questions = { verification: deps.verification, deskUrl: deps.deskUrl, trustedProxies };
  registerVerify(app, questions);
  registerForwardAuth(app, questions);
  registerWhoami(app, deps.verification);
  registerOrganizationApi(app);
  registerAccountApi(app);
  registerExports(app);
  registerManifests(app);
  registerCheckpoint(app);
  registerDownloads(app);
  registerOAuth(app);
  registerLogKey(app);
  registerOpenApi(app, routes);
  registerDocs(app);
  const lane = createFastLane({ ...questions, log: deps.log, nextRequestId });
  readPlainConnections(app.server, lane, deps.idleMs);
  refuseConnections(app.server, connectionBounds, () => tooManyConnections(deps.deskUrl));
  return app;
}

function setCommonHeaders(reply: FastifyReply): void {
  reply
    .header("cache-control", "no-store")
    .header("x-content-type-options", "nosniff")
    .header("x-request-id", reply.request.id);
}

function tooManyConnections(deskUrl: string): string {
  const problem = buildProblem(deskUrl, "overloaded", randomUUID(), {
    detail: "Too many connections are open.",
  });
  return writeLastWord(problem, "Retry-After: 1\r\n");
}
