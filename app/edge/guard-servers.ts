import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, RequestListener, Server } from "node:http";
import { startDeskHeartbeat } from "@/app/edge/desk-heartbeat";
import { type EdgeRules, handleRequest } from "@/app/edge/handle-request";
import { getConfig } from "@/services/config";
import { addressList } from "@/services/kernel/client-address";
import { findDatabaseWatch } from "@/services/kernel/process";

/**
 * Stands before every HTTP server of this process: Node tells of each request before the server's listeners run, and at a
 * server's first request the edge takes the listeners' place. Next.js never sees a request that the edge did not let pass.
 */
export function guardServers(): void {
  const guarded = new WeakSet<Server>();
  let rules: EdgeRules | undefined;
  subscribe("http.server.request.start", (message) => {
    const { server } = message as { request: IncomingMessage; server: Server };
    if (guarded.has(server)) return;
    guarded.add(server);
    if (rules === undefined) {
      rules = readRules();
      startDeskHeartbeat();
    }
    guardServer(server, rules);
  });
}

/** Puts the edge before the listeners that the server has. */
export function guardServer(server: Server, rules: EdgeRules): void {
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
