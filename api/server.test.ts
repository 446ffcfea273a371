import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startReadyServer, startServer } from "@/api/testing/start-server";
import { createGateway } from "@/services/gateways/create";
import { openWorld } from "@/services/testing/open-world";
import { makeToken, unwrap } from "@/services/testing/tokens";
import { startUsageRecorder } from "@/services/usage/recorder";

let world: Awaited<ReturnType<typeof openWorld>>;
const started: ChildProcess[] = [];
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  for (const child of started) child.kill("SIGKILL");
  await world.close();
});

const startReady = () => startReadyServer(world.url, started);

test("the first scrape of a process tells of the time since its start", async () => {
  const { url } = await startReady();
  const samples = (await (await fetch(`${url}/metrics`)).text())
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split(/ (?=\S+$)/) as [string, string]);
  expect(samples.filter(([, value]) => !Number.isFinite(Number(value)))).toEqual([]);
  const least = Number(Object.fromEntries(samples).nodejs_eventloop_lag_min_seconds);
  expect(least).toBeGreaterThan(0);
  expect(least).toBeLessThan(60);
});

test("SIGTERM under load: every answer is whole, every use is counted, and the process is gone within five seconds", async () => {
  const token = await makeToken(world.acme);
  const { accountId } = world.acme;
  const gateway = unwrap(await createGateway(world.cli, { name: "Edge" }, { accountId }));
  const { child, ended, url, said } = await startReady();
  let valid = 0;
  let running = true;
  const client = async () => {
    while (running) {
      const answer = await fetch(`${url}/v1/tokens/verify`, {
        method: "POST",
        headers: { authorization: `Bearer ${gateway.secret}`, "content-type": "application/json" },
        body: JSON.stringify({ token: token.secret }),
      }).catch((error: Error) => error);
      if (answer instanceof Error) {
        // Only that nobody listens any more: an answer that was begun is finished.
        expect(String(answer.cause)).toMatch(/ECONNREFUSED|ECONNRESET|other side closed/);
        running = false;
        return;
      }
      const { verdict, code } = await answer.json();
      // A database on a busy machine may be too slow for one of them, which then is no use.
      if (answer.status === 503) expect(["overloaded", "database_unavailable"]).toContain(code);
      else expect([answer.status, verdict]).toEqual([200, "valid"]);
      if (answer.status === 200) valid += 1;
    }
  };
  const clients = Array.from({ length: 16 }, client);
  await expect.poll(() => valid).toBeGreaterThan(200);
  const asked = performance.now();
  child.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
  expect(performance.now() - asked).toBeLessThan(5_000);
  await Promise.all(clients);
  // What the process had no time to add up is in the journal; the next one goes on with it.
  const next = startUsageRecorder(world.url, { warn: () => undefined });
  await next.flush();
  await next.close();
  const activity = await world.db.tokenActivity.findUniqueOrThrow({ where: { tokenId: token.id } });
  // A use may have been counted whose answer met a closed socket, never the other way round.
  expect(Number(activity.total)).toBeGreaterThanOrEqual(valid);
  expect(Number(activity.total)).toBeLessThanOrEqual(valid + 16);
  const hours = await world.db.usageHour.aggregate({ where: { tokenId: token.id }, _sum: { count: true } });
  expect(hours._sum.count).toBe(activity.total);
  expect(said.out).not.toContain(token.secret.slice(-36, -6));
});

test("when its supervisor is gone the process leaves by itself", async () => {
  const { child, ended } = await startReady();
  child.disconnect();
  expect(await ended).toEqual([0, null]);
});

test("a port that is taken is one sentence with the way out", async () => {
  const holder = createServer().listen(0, "127.0.0.1");
  await once(holder, "listening");
  const { port } = holder.address() as AddressInfo;
  const { ended, said } = startServer(world.url, { API_PORT: String(port) });
  expect(await ended).toEqual([1, null]);
  holder.close();
  expect(said.err).toBe(
    `Port ${port} is taken by another program. Stop it, or set API_PORT to another port.\n`,
  );
});

test("an environment that is not usable names every bad variable and none of its values", async () => {
  const { ended, said } = startServer(world.url, {
    DATABASE_URL: "mysql://user:hush@x/y",
    API_PORT: "99999",
    KEYDESK_MASTER_KEY: "hush",
  });
  expect(await ended).toEqual([1, null]);
  for (const name of ["DATABASE_URL", "API_PORT", "KEYDESK_MASTER_KEY"]) expect(said.err).toContain(name);
  expect(said.err).not.toContain("hush");
});
