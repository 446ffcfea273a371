import { createServer, get, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type OpenEdge, openEdge } from "@/app/edge/testing/open-edge";

const piece = Buffer.alloc(65_536, "x");

let api: Server;
let edge: OpenEdge;
/** The API's side of the answer under way: as an export, it writes as long as it is read. */
let answering: ServerResponse;
let written: number;
beforeEach(async () => {
  written = 0;
  api = createServer((_, response) => {
    answering = response;
    response.writeHead(200, { "content-type": "text/csv" });
    const write = () => {
      while (!response.destroyed && response.write(piece)) written += piece.length;
    };
    response.on("drain", write);
    write();
  });
  await new Promise<void>((resolve) => api.listen(0, "127.0.0.1", resolve));
  edge = await openEdge((_, response) => response.end("page"), {
    apiPort: (api.address() as AddressInfo).port,
  });
});
afterEach(async () => {
  await edge.close();
  api.closeAllConnections();
  api.close();
});

const begin = () =>
  new Promise<IncomingMessage>((resolve, reject) => {
    get(`${edge.url}/api/v1.0/export/tokens.csv`, { agent: false }, resolve).on("error", reject);
  });

describe("a long answer of the HTTP API, on the desk's port", () => {
  it("is read as fast as its reader reads, and no faster", async () => {
    await begin();
    let before = -1;
    // Until all sockets on the way are full.
    await expect
      .poll(
        () => {
          const stands = before === written;
          before = written;
          return stands;
        },
        { interval: 200 },
      )
      .toBe(true);
    expect(written).toBeLessThan(100 * 1024 * 1024);
  });

  it("that breaks off ends as one that is not whole", async () => {
    const answer = await begin();
    answering.destroy();
    const read = (async () => {
      for await (const _ of answer);
    })();
    await expect(read).rejects.toThrow(/aborted|ECONNRESET/);
    expect(answer.complete).toBe(false);
  });

  it("ends at the API when its reader leaves", async () => {
    const answer = await begin();
    answer.destroy();
    await expect.poll(() => answering.destroyed).toBe(true);
  });
});
