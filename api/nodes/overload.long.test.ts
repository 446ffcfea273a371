import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startReadyServer } from "@/api/testing/start-server";
import { makeTokenString } from "@/domain/tokens/token-string";
import { createGateway } from "@/services/gateways/create";
import { createTestClock } from "@/services/testing/context";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { makeToken, unwrap } from "@/services/testing/tokens";

let world: OpenWorld;
let node: Awaited<ReturnType<typeof startReadyServer>>;
let gateway = "";
let good = "";
const started: ChildProcess[] = [];
const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
beforeAll(async () => {
  world = await openWorld({ clock: createTestClock(new Date()) });
  const { accountId } = world.acme;
  gateway = unwrap(
    await createGateway(world.cli, { name: "Edge", forDeployment: true }, { accountId }),
  ).secret;
  good = (await makeToken(world.acme)).secret;
});
afterAll(async () => {
  agent.destroy();
  for (const child of started) child.kill("SIGKILL");
  await world.close();
});

type Answer = { status: number; retryAfter: string | undefined; ms: number };

/** Each on a connection of its own, as from many gateways. */
function ask(token: string): Promise<Answer> {
  const began = performance.now();
  const body = JSON.stringify({ token });
  const headers = {
    authorization: `Bearer ${gateway}`,
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
  };
  return new Promise((resolve, reject) => {
    request(`${node.url}/v1/tokens/verify`, { method: "POST", agent, headers }, (answer) => {
      const { statusCode = 0, headers } = answer;
      answer.resume().once("end", () => {
        resolve({ status: statusCode, retryAfter: headers["retry-after"], ms: performance.now() - began });
      });
    })
      .once("error", reject)
      .end(body);
  });
}
// Well formed, and of nobody: each is a key of its own to look up.
const strange = () => makeTokenString("personal", "abcdefgh", randomBytes).text;
const residentMb = () =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${node.child.pid}/status`, "utf8"))?.[1]) / 1024;

test("a database that stands still under 4,000 clients: all are told so, memory stays, and all is well within a second of its return", {
  timeout: 120_000,
}, async () => {
  node = await startReadyServer(world.url, started, { LOG_LEVEL: "silent" });
  // Connections are there, the code is warm, and the heap has its size.
  for (let turn = 0; turn < 3; turn++) await Promise.all(Array.from({ length: 4_000 }, () => ask(strange())));
  const before = residentMb();
  await world.run('BEGIN; LOCK TABLE "TokenSecret" IN ACCESS EXCLUSIVE MODE');
  let largest = before;
  const watch = setInterval(() => {
    largest = Math.max(largest, residentMb());
  }, 50);
  const crowd = Array.from({ length: 4_000 }, () => ask(strange()));
  const answers = await Promise.all(crowd);
  clearInterval(watch);
  await world.run("COMMIT");
  const released = performance.now();
  await expect.poll(async () => (await ask(good)).status, { interval: 20, timeout: 5_000 }).toBe(200);
  expect(performance.now() - released).toBeLessThan(1_000);

  // None is let through, none is told that its token is bad, and none is left without an answer.
  for (const answer of answers) expect(answer).toMatchObject({ status: 503, retryAfter: "1" });
  expect(Math.max(...answers.map(({ ms }) => ms))).toBeLessThan(8_000);
  expect(largest - before).toBeLessThan(80);
});

test("clients that send and never read, or never finish what they send, cost no more memory the longer they do, and hold nobody up", {
  timeout: 60_000,
}, async () => {
  await ask(good);
  const { port } = new URL(node.url);
  const open = (text: string) =>
    new Promise<Socket>((resolve) => {
      const socket = connect(Number(port), "127.0.0.1", () => {
        socket.pause();
        socket.write(text);
        resolve(socket);
      });
      socket.on("error", () => undefined);
    });
  const body = JSON.stringify({ token: strange() });
  const whole = `POST /v1/tokens/verify HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${gateway}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  /** The most memory while they are there. */
  const wave = async () => {
    const greedy = await Promise.all(Array.from({ length: 20 }, () => open(whole.repeat(5_000))));
    const slow = await Promise.all(Array.from({ length: 500 }, () => open(whole.slice(0, -5))));
    let largest = 0;
    for (let turn = 0; turn < 30; turn++) {
      largest = Math.max(largest, residentMb());
      await sleep(100);
    }
    await expect.poll(async () => (await ask(good)).status, { timeout: 2_000 }).toBe(200);
    for (const socket of [...greedy, ...slow]) socket.destroy();
    return largest;
  };
  // A heap grows to its size, and what is sent is not kept: 40 MB in each wave, of which nobody reads an answer.
  const first = await wave();
  const later = [await wave(), await wave(), await wave()];
  expect(Math.max(...later) - first).toBeLessThan(60);
});
