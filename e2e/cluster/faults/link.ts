import { connect, createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { createPipe, type Pipe, type PipeTraffic } from "@/e2e/cluster/faults/pipe";
import { freePort } from "@/services/testing/free-port";

/** "up": to the server; "down": its answers. */
export type Direction = "up" | "down";

/** A wire of TCP in front of a server, on a port of its own, that can be made slow, silent, lossy and broken. */
export type Link = {
  readonly port: number;
  /** Bytes take `delayMs` and a random part of `jitterMs`; no more than `bytesPerSecond` pass. In their order, as TCP keeps it. */
  slow(traffic: Partial<PipeTraffic>): void;
  /** Takes bytes and keeps them until it heals, as a network that loses every packet: TCP sends them again later. */
  stall(direction: Direction): void;
  /** Resets all connections; each byte that was on its way is lost. */
  reset(): void;
  /** Refuses new connections, as where nobody listens. Those that are open stay. */
  refuse(): Promise<void>;
  /** What was kept back arrives now. */
  heal(): Promise<void>;
  close(): Promise<void>;
};

/** Opens a link to a server of this machine. */
export async function openLink(serverPort: number, random: () => number): Promise<Link> {
  const connections = new Set<{ sockets: readonly Socket[]; pipes: Record<Direction, Pipe> }>();
  const clear: PipeTraffic = { delayMs: 0, jitterMs: 0, bytesPerSecond: Number.POSITIVE_INFINITY };
  let traffic = clear;
  const stalled = new Set<Direction>();

  const server = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connect({ port: serverPort, host: "127.0.0.1", allowHalfOpen: true });
    for (const socket of [client, upstream]) socket.setNoDelay(true);
    const rules = (direction: Direction) => ({
      traffic: () => traffic,
      isStalled: () => stalled.has(direction),
      random,
    });
    const connection = {
      sockets: [client, upstream],
      pipes: {
        up: createPipe(client, upstream, rules("up")),
        down: createPipe(upstream, client, rules("down")),
      },
    };
    connections.add(connection);
    // A client that leaves takes back nothing that it has sent: that still arrives. A server that is gone leaves nothing.
    client.on("error", () => connection.pipes.up.end());
    upstream.on("error", () => client.resetAndDestroy());
    upstream.on("close", () => {
      client.destroySoon();
      connections.delete(connection);
    });
  });
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", () => {
        server.off("error", reject);
        resolve();
      });
    });
  const port = await freePort();
  await listen(port);
  const reset = () => {
    for (const { sockets } of connections) for (const socket of sockets) socket.resetAndDestroy();
    connections.clear();
  };
  return {
    port,
    slow(wanted) {
      traffic = { ...clear, ...wanted };
    },
    stall(direction) {
      stalled.add(direction);
    },
    reset,
    async refuse() {
      if (server.listening) server.close();
    },
    async heal() {
      traffic = clear;
      stalled.clear();
      for (const { pipes } of connections) for (const pipe of [pipes.up, pipes.down]) pipe.flush();
      while (!server.listening) await listen(port).catch(() => sleep(20));
    },
    async close() {
      if (server.listening) server.close();
      reset();
    },
  };
}
