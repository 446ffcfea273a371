import type { IncomingMessage, RequestListener } from "node:http";
import { connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { attemptHeader, markReached } from "@/app/edge/attempts";
import { type OpenEdge, openEdge } from "@/app/edge/testing/open-edge";

let edge: OpenEdge;
let passed: { headers: IncomingMessage["headers"]; body: string }[];
afterEach(() => edge.close());

/** Stands for Next.js: reads the form, then answers as it is told. */
async function open(answer: RequestListener = (_, response) => response.end("page"), more = {}) {
  passed = [];
  edge = await openEdge((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      passed.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      answer(request, response);
    });
  }, more);
}

const call = (body: BodyInit, headers: Record<string, string> = {}) =>
  fetch(`${edge.url}/users`, {
    method: "POST",
    body,
    headers: { "next-action": "a", "content-type": "text/plain;charset=UTF-8", ...headers },
  });
const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;

describe("what reaches the application", () => {
  it("is a whole form, byte for byte", async () => {
    await open();
    const answer = await call('["é",{"a":1}]');
    expect([answer.status, await answer.text()]).toEqual([200, "page"]);
    expect(passed).toMatchObject([{ body: '["é",{"a":1}]' }]);
  });

  it("never is a form that arrives too slowly, or whose sender went away", async () => {
    await open(undefined, { bodyWaitMsMax: 100 });
    const head =
      "POST /users HTTP/1.1\r\nHost: x\r\nNext-Action: a\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\n[";
    const slow = await new Promise<string>((resolve) => {
      const socket = connect(Number(new URL(edge.url).port), "127.0.0.1", () => socket.write(head));
      socket.once("data", (data) => {
        socket.destroy();
        resolve(data.toString());
      });
    });
    expect(slow).toMatch(/^HTTP\/1.1 408 [\s\S]*"code":"request_timeout"/);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(new URL(edge.url).port), "127.0.0.1", () =>
        socket.write(head, () => {
          socket.destroy();
          resolve();
        }),
      );
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(passed).toEqual([]);
  });

  it("carries no attempt that a stranger named", async () => {
    await open();
    await call("[]", { [attemptHeader]: "mine" });
    await fetch(`${edge.url}/users`, { headers: { [attemptHeader]: "mine" } });
    expect(passed[0]?.headers[attemptHeader]).toMatch(/^[0-9a-f-]{36}$/);
    expect(passed[1]?.headers).not.toHaveProperty(attemptHeader);
  });
});

describe("a 500 of the framework", () => {
  it("is the caller's error while no code of the desk has run", async () => {
    await open((_, response) => {
      response.setHeader("content-type", "text/x-component");
      response.statusCode = 500;
      response.write("0:{}\n");
      response.end('1:E{"digest":"1"}\n');
    });
    const answer = await call('["$1"]');
    expect(answer.status).toBe(400);
    expect(answer.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
    expect(await codeOf(answer)).toBe("malformed_request");
  });

  it("stays one when code of the desk had run: that failure is ours", async () => {
    await open((request, response) => {
      markReached(String(request.headers[attemptHeader]));
      response.writeHead(500).end("Internal Server Error");
    });
    const answer = await call("[]");
    expect([answer.status, await answer.text()]).toEqual([500, "Internal Server Error"]);
  });

  it("is refused too when the framework got it from a request to itself", async () => {
    await open(async (request, response) => {
      if (request.url === "/inner") {
        response.writeHead(500).end();
        return;
      }
      const headers = { ...(request.headers as Record<string, string>), "x-forwarded-host": "desk" };
      const inner = await fetch(`${edge.url}/inner`, { method: "POST", body: '["$1"]', headers });
      expect(inner.status).toBe(400);
      response.setHeader("content-type", "application/json");
      response.end("{}");
    });
    const answer = await call('["$1"]');
    expect([answer.status, await codeOf(answer)]).toEqual([400, "malformed_request"]);
  });
});

describe("a refusal", () => {
  it("is a page for people, without anything of the request in it", async () => {
    await open();
    const answer = await fetch(`${edge.url}/users?<script>`, {
      method: "DELETE",
      headers: { accept: "text/html,*/*" },
    });
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, HEAD, POST"]);
    const page = await answer.text();
    expect(page).toContain("<h1>The method is not allowed here</h1>");
    expect(page).not.toContain("<script");
    expect(answer.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(answer.headers.get("cache-control")).toContain("no-store");
  });

  it("is heard by a client that sends 10 MB before it listens", async () => {
    await open();
    const size = 10_000_000;
    const head = `POST /users HTTP/1.1\r\nHost: x\r\nConnection: close\r\nNext-Action: a\r\nContent-Type: text/plain\r\n`;
    for (const framed of [
      `${head}Content-Length: ${size}\r\n\r\n${"x".repeat(size)}`,
      `${head}Transfer-Encoding: chunked\r\n\r\n${size.toString(16)}\r\n${"x".repeat(size)}\r\n0\r\n\r\n`,
    ]) {
      const answer = await new Promise<string>((resolve, reject) => {
        let text = "";
        const socket = connect(Number(new URL(edge.url).port), "127.0.0.1", () => {
          socket.pause();
          socket.write(framed, () => socket.resume());
        });
        socket.on("data", (data) => {
          text += data;
        });
        socket.on("error", reject).on("close", () => resolve(text));
      });
      expect(answer).toMatch(/^HTTP\/1.1 413 [\s\S]*"code":"body_too_large"/);
    }
    expect(passed).toEqual([]);
  });
});
