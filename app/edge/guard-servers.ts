import { subscribe } from "node:diagnostics_channel";
import { type RequestListener, Server } from "node:http";
import type { Socket } from "node:net";
import { startDeskHeartbeat } from "@/app/edge/desk-heartbeat";
import { type EdgeRules, handleRequest } from "@/app/edge/handle-request";
import { getConfig } from "@/services/config";
import { addressList } from "@/services/kernel/client-address";
import { refuseUnreadable } from "@/services/kernel/last-word";
import { findDatabaseWatch } from "@/services/kernel/process";

const checkMs = 1_000;

/**
 * Stands before every HTTP server of this process: Node tells of each connection before anything is read from it, and at a
 * server's first one the edge takes the listeners' place. Next.js never sees a request that the edge did not let pass.
 */
export function guardServers(): void {
  checkOften();
  let rules: EdgeRules | undefined;
  watchServers((server) => {
    if (rules === undefined) {
      rules = readRules();
      startDeskHeartbeat();
    }
    guardServer(server, rules);
  });
}

/** Tells once of each HTTP server of this process: before its first request is read. */
export function watchServers(tell: (server: Server) => void): void {
  const told = new WeakSet<Server>();
  subscribe("net.server.socket", (message) => {
    const { server } = (message as { socket: Socket & { server?: unknown } }).socket;
    if (!(server instanceof Server) || told.has(server)) return;
    told.add(server);
    tell(server);
  });
}

/**
 * Has each server that begins to listen look each second for connections whose time is over; by itself Node looks each half minute, and
 * reads how often before anybody else hears of the server. A Node that does not tell of it looks as seldom as it does by itself.
 */
export function checkOften(): void {
  subscribe("tracing:net.server.listen:asyncStart", (message) => {
    const { server } = message as { server?: Server & { connectionsCheckingInterval?: number } };
    if (server instanceof Server) server.connectionsCheckingInterval = checkMs;
  });
}

/** Puts the edge before the listeners that the server has, and bounds how long a request may take to come. */
export function guardServer(server: Server, rules: EdgeRules): void {
  // Next.js leaves a request that asks for another protocol without an answer, and clients of HTTP/2 ask so by themselves (Java's,
  // curl --http2). Without a listener Node takes it for what else it is: a request. The development server's browsers need theirs.
  if (!rules.isDevelopment) server.removeAllListeners("upgrade");
  server.headersTimeout = rules.headWaitMsMax;
  server.requestTimeout = rules.requestWaitMsMax;
  // A request without a host is refused by the edge, in its words.
  (server as Server & { requireHostHeader?: boolean }).requireHostHeader = false;
  server.on("clientError", (error: Error, socket: Socket) => refuseUnreadable(rules.deskUrl, error, socket));
  const listeners = server.listeners("request") as RequestListener[];
  server.removeAllListeners("request");
  const pass: RequestListener = (request, response) => {
    for (const listener of listeners) listener.call(server, request, response);
  };
  server.on("request", (request, response) => {
    handleRequest(rules, request, response, pass).catch((error: unknown) => {
      console.error(error);
      response.destroy();
    });
  });
}

function readRules(): EdgeRules {
  const config = getConfig();
  return {
    deskUrl: config.deskUrl,
    trusted: addressList(config.trustedProxies),
    api: { host: config.apiHost, port: config.apiPort },
    isDevelopment: config.environment === "development",
    headWaitMsMax: 15_000,
    bodyWaitMsMax: 15_000,
    requestWaitMsMax: 35_000,
    database: findDatabaseWatch,
  };
}
