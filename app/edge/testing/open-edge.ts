import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { guardServer } from "@/app/edge/guard-servers";
import type { DatabaseState } from "@/app/edge/without-database";
import { addressList } from "@/services/kernel/client-address";

export type OpenEdge = { readonly url: string; close(): Promise<void> };

/** The edge before a server that stands for Next.js, on a socket of its own. */
export async function openEdge(
  listener: RequestListener,
  more: {
    apiPort?: number;
    headWaitMsMax?: number;
    requestWaitMsMax?: number;
    bodyWaitMsMax?: number;
    database?: DatabaseState;
  } = {},
): Promise<OpenEdge> {
  const server = createServer(listener);
  guardServer(server, {
    deskUrl: "https://desk.example.test",
    trusted: addressList([]),
    api: { host: "127.0.0.1", port: more.apiPort ?? 9 },
    isDevelopment: false,
    headWaitMsMax: more.headWaitMsMax ?? 5_000,
    requestWaitMsMax: more.requestWaitMsMax ?? 15_000,
    bodyWaitMsMax: more.bodyWaitMsMax ?? 5_000,
    database: more.database ?? (() => null),
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
