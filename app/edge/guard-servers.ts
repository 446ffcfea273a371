import { subscribe } from "node:diagnostics_channel";
import { type RequestListener, Server } from "node:http";
import type { Socket } from "node:net";
import { startDeskHeartbeat } from "@/app/edge/desk-heartbeat";
import { type EdgeRules, handleRequest } from "@/app/edge/handle-request";
import { getConfig } from "@/services/config";
import { addressList } from "@/services/kernel/client-address";
import { findDatabaseWatch } from "@/services/kernel/process";

/**
 * Stands before every HTTP server of this process: Node tells of each connection before anything is read from it, and at a
 * server's first one the edge takes the listeners' place. Next.js never sees a request that the edge did not let pass.
 */
export function guardServers(): void {
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

/** Puts the edge before the listeners that the server has. */
export function guardServer(server: Server, rules: EdgeRules): void {
  // Next.js leaves a request that asks for another protocol without an answer, and clients of HTTP/2 ask so by themselves (Java's,
  // curl --http2). Without a listener Node takes it for what else it is: a request. The development server's browsers need theirs.
  if (!rules.isDevelopment) server.removeAllListeners("upgrade");
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
    bodyWaitMsMax: 15_000,
    database: findDatabaseWatch,
  };
}
