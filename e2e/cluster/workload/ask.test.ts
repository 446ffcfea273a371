import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import { type Clients, openClients, type Question } from "@/e2e/cluster/workload/ask";
import { freePort } from "@/services/testing/free-port";

const question: Question = {
  method: "POST",
  path: "/here",
  headers: { authorization: "Bearer x" },
  body: { token: "y" },
  patienceMs: 30_000,
};
let server: Server;
let clients: Clients;
let requests: string[] = [];

/** Answers the n-th request with the n-th of these, piece by piece; "end" closes, "" says nothing. */
async function serve(answers: readonly string[][]): Promise<void> {
  requests = [];
  server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.on("data", async (bytes) => {
      const pieces = answers[requests.push(String(bytes)) - 1] ?? [];
      for (const piece of pieces) {
        if (piece === "end") socket.end();
        else socket.write(piece);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  clients = openClients((server.address() as AddressInfo).port);
}

afterEach(() => {
  clients.close();
  server?.close();
});

const ok = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nX-Keydesk-Verdict: valid\r\n\r\n";

test("asks, and reads an answer that comes in pieces, twice on one connection", async () => {
  await serve([[ok.slice(0, 30), ok.slice(30), "ab", "cd"], ["HTTP/1.1 204 No Content\r\n\r\n"]]);
  const first = await clients.ask(question);
  expect(first).toMatchObject({ kind: "answered", status: 200, body: "abcd" });
  expect(first.kind === "answered" && first.headers.get("x-keydesk-verdict")).toBe("valid");
  expect(await clients.ask(question)).toMatchObject({ kind: "answered", status: 204, body: "" });
  expect(requests[0]).toBe(
    'POST /here HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer x\r\ncontent-type: application/json\r\ncontent-length: 13\r\n\r\n{"token":"y"}',
  );
});

test.each([
  ["only half of it", [ok, "ab", "end"]],
  ["nothing, and the connection ends", ["end"]],
  ["nothing in time", [""]],
])("%s: the answer is lost", async (_name, pieces) => {
  await serve([pieces]);
  // Only who waits for nothing need not wait for long.
  const patienceMs = pieces.includes("") ? 300 : question.patienceMs;
  expect(await clients.ask({ ...question, patienceMs })).toEqual({ kind: "lost" });
});

test("nobody there: unsent", async () => {
  await serve([]);
  const nobody = openClients(await freePort());
  expect(await nobody.ask(question)).toEqual({ kind: "unsent" });
  expect(requests).toEqual([]);
});
