import { connect, createServer, type Socket } from "node:net";
import { freePort } from "@/services/testing/free-port";

/** A wire to a server that tests can cut, hold silent and mend. */
export type TcpProxy = {
  /** The given URL, leading through the proxy. */
  readonly url: string;
  /** Ends all connections and refuses new ones, as a server that is down. */
  cut(): Promise<void>;
  /** Takes connections and bytes and passes nothing on, as a network that loses all packets. */
  hold(): void;
  /** Lets those that are there work on, and holds new ones silent, as a server that cannot fork. */
  holdNew(): void;
  /** Lets new ones work, and leaves those that are there silent for ever, as a firewall that has forgotten them. */
  passNew(): void;
  /** Takes connections and resets them at the first bytes, as a server that fails. */
  reset(): void;
  /** How many connections were taken so far. */
  taken(): number;
  mend(): Promise<void>;
  close(): Promise<void>;
};

/** Opens a proxy in front of the server of `targetUrl`. */
export async function openTcpProxy(targetUrl: string): Promise<TcpProxy> {
  const target = new URL(targetUrl);
  const sockets = new Set<Socket>();
  let mode: "pass" | "hold" | "holdNew" | "reset" = "pass";
  let taken = 0;
  let generation = 0;
  let passedFrom = 0;

  const server = createServer((client) => {
    // Accepted while it was cut.
    if (!server.listening) client.destroy();
    taken += 1;
    const isHeld = mode === "holdNew";
    const born = generation;
    const upstream = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on("data", (bytes) => {
        if (born < passedFrom) return;
        if (mode === "pass" || (mode === "holdNew" && !isHeld)) to.write(bytes);
        if (mode === "reset") client.resetAndDestroy();
      });
      from.on("error", () => undefined);
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", () => resolve());
    });
  // One that is still free after a cut.
  const port = await freePort();
  await listen(port);
  const dropAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      dropAll();
    });
  const through = new URL(targetUrl);
  through.hostname = "127.0.0.1";
  through.port = String(port);
  return {
    url: through.toString(),
    cut: stop,
    hold() {
      mode = "hold";
    },
    holdNew() {
      mode = "holdNew";
    },
    passNew() {
      generation += 1;
      passedFrom = generation;
      mode = "pass";
    },
    reset() {
      mode = "reset";
    },
    taken: () => taken,
    async mend() {
      mode = "pass";
      dropAll();
      if (!server.listening) await listen(port);
    },
    close: () => (server.listening ? stop() : Promise.resolve()),
  };
}
