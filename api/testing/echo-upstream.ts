import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** A request as the protected API saw it. */
export type Seen = {
  readonly method: string;
  readonly url: string;
  /** Every header line, as it came. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
};

/** An API that is protected: answers with what it saw (`/answer/500`: with that status), and echoes bytes after an upgrade. */
export type EchoUpstream = { readonly port: number; readonly seen: Seen[]; close(): Promise<void> };

/** Opens an upstream on a free port of this machine. */
export async function openEchoUpstream(): Promise<EchoUpstream> {
  const seen: Seen[] = [];
  const sockets = new Set<Socket>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const echo = note(request, Buffer.concat(chunks).toString());
    seen.push(echo);
    const wanted = /^\/answer\/(\d{3})$/.exec(echo.url)?.[1];
    response.writeHead(wanted === undefined ? 200 : Number(wanted), {
      "content-type": "application/json",
      "x-from": "upstream",
    });
    response.end(JSON.stringify(echo));
  });
  server.on("upgrade", (request, socket) => {
    seen.push(note(request, ""));
    socket.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
    socket.on("error", () => undefined);
    socket.pipe(socket);
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function note(request: IncomingMessage, body: string): Seen {
  const headers: [string, string][] = [];
  const raw = request.rawHeaders;
  for (let i = 0; i < raw.length; i += 2) headers.push([raw[i] ?? "", raw[i + 1] ?? ""]);
  return { method: request.method ?? "", url: request.url ?? "", headers, body };
}
