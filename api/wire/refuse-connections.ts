import type { Server } from "node:http";
import type { Socket } from "node:net";

export type ConnectionBounds = {
  /** Connections that are served at once. */
  readonly servedMax: number;
  /** Connections that are told at once that they are too many; what is more is closed without a word. */
  readonly toldMax: number;
  /** Who was told is cut off after that long, whatever it does. */
  readonly lingerMs: number;
};

/**
 * Has a server take on no more connections than it can serve: one that comes beyond is sent `refusal`, a whole HTTP response, and ended.
 * It is for servers whose connections somebody listens to already.
 */
export function refuseConnections(server: Server, bounds: ConnectionBounds, refusal: () => string): void {
  const serve = server.listeners("connection") as ((socket: Socket) => void)[];
  server.removeAllListeners("connection");
  server.maxConnections = bounds.servedMax + bounds.toldMax;
  let served = 0;
  const leave = () => {
    served -= 1;
  };
  server.on("connection", (socket: Socket) => {
    if (served >= bounds.servedMax) {
      refuse(socket, refusal(), bounds.lingerMs);
      return;
    }
    served += 1;
    socket.once("close", leave);
    for (const listener of serve) listener.call(server, socket);
  });
}

// What it sends meanwhile is read and thrown away: closed with bytes unread, a connection is reset, and the answer lost on its way.
function refuse(socket: Socket, refusal: string, lingerMs: number): void {
  const cut = setTimeout(() => socket.destroy(), lingerMs);
  socket.once("close", () => clearTimeout(cut)).on("error", () => socket.destroy());
  socket.resume().end(refusal);
}
