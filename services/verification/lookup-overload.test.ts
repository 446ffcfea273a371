import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { createMeter } from "@/services/metrics/meter";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { openTcpProxy, type TcpProxy } from "@/services/testing/tcp-proxy";
import { createLookup, type Lookup, type LookupBounds, lookupBounds } from "@/services/verification/lookup";

let world: OpenWorld;
let proxy: TcpProxy;
const opened: Lookup[] = [];
beforeAll(async () => {
  world = await openWorld();
  proxy = await openTcpProxy(world.url);
});
afterEach(async () => {
  for (const lookup of opened.splice(0)) lookup.close();
  await proxy.mend();
});
afterAll(async () => {
  await proxy.close();
  await world.close();
});

/** For what is to be answered, however slow the machine. */
const patient = { waitMsMax: 30_000, statementMsMax: 30_000, connectMsMax: 30_000 };

function open(bounds: Partial<LookupBounds> = {}) {
  const meter = createMeter();
  const lookup = createLookup(proxy.url, { ...lookupBounds, ...bounds }, meter);
  opened.push(lookup);
  return { lookup, meter };
}
/** How a call ended, and after how long. */
async function ask(lookup: Lookup): Promise<{ how: string; ms: number }> {
  const began = performance.now();
  const how = await lookup.find(randomBytes(32), null).then(
    () => "answered",
    (error) => String(error.code),
  );
  return { how, ms: performance.now() - began };
}
const askMany = (lookup: Lookup, count: number) =>
  Promise.all(Array.from({ length: count }, () => ask(lookup)));
const hows = (asked: readonly { how: string }[]) => new Set(asked.map(({ how }) => how));

test("nobody waits for a connection to be opened while another one works", async () => {
  const { lookup } = open({ ...patient, connectMsMax: lookupBounds.connectMsMax, keysPerStatementMax: 10 });
  await expect.poll(async () => (await ask(lookup)).how).toBe("answered");
  // As on a machine that is too busy to fork a session within the second that a connect may take.
  proxy.holdNew();
  const asked = await askMany(lookup, 300);
  expect(hows(asked)).toEqual(new Set(["answered"]));
});

test("all connections are there before the first call, and a start without a database is no failure", async () => {
  const { lookup } = open(patient);
  await lookup.open();
  const taken = proxy.taken();
  await askMany(lookup, 1_500);
  expect(proxy.taken()).toBe(taken);
  await proxy.cut();
  const late = open().lookup;
  await late.open();
  expect(hows(await askMany(late, 10))).toEqual(new Set(["database_unavailable"]));
  await proxy.mend();
  await expect.poll(async () => (await ask(late)).how).toBe("answered");
});

test("full statements are sent in the turn in which they fill, which has no end while more comes than can be answered", async () => {
  const { lookup } = open({ ...patient, connections: 2, keysPerStatementMax: 10 });
  await lookup.open();
  const asked = askMany(lookup, 25);
  expect(lookup.counts()).toEqual({ statements: 2, keys: 20 });
  expect(lookup.waiting()).toBe(5);
  expect(hows(await asked)).toEqual(new Set(["answered"]));
  expect(lookup.counts()).toEqual({ statements: 3, keys: 25 });
});

test("a database that stands still: the excess is sent away at once, the others within their bounds; afterwards all are answered", async () => {
  // Long enough for all to have asked meanwhile.
  const { lookup, meter } = open({ ...patient, waitingMax: 1_000, statementMsMax: 5_000, waitMsMax: 5_000 });
  await lookup.open();
  await askMany(lookup, 10);
  await world.run('BEGIN; LOCK TABLE "TokenSecret" IN ACCESS EXCLUSIVE MODE');
  const stuck = askMany(lookup, 1_000);
  // Their statements are under way, and wait for the lock.
  await expect.poll(lookup.waiting).toBe(0);
  let told = 0;
  const waiting = Promise.all(
    Array.from({ length: 1_000 }, async () => {
      const asked = await ask(lookup);
      told += 1;
      return asked;
    }),
  );
  const excess = await askMany(lookup, 5_000);
  expect(hows(excess)).toEqual(new Set(["overloaded"]));
  // All of them before any of those who wait, whatever the machine does meanwhile.
  expect(told).toBe(0);
  expect(meter.read().shed).toBeGreaterThanOrEqual(5_000);
  for (const { how, ms } of [...(await stuck), ...(await waiting)]) {
    expect(["overloaded", "database_unavailable"]).toContain(how);
    expect(ms).toBeLessThan(25_000);
  }
  await world.run("COMMIT");
  await expect
    .poll(async () => hows(await askMany(lookup, 100)), { interval: 20 })
    .toEqual(new Set(["answered"]));
});

test("who has waited too long is sent away, so that a slow database's queue is never longer than its time", async () => {
  const { lookup } = open({ ...patient, connections: 1, keysPerStatementMax: 1, waitMsMax: 200 });
  await lookup.open();
  await world.run('BEGIN; LOCK TABLE "TokenSecret" IN ACCESS EXCLUSIVE MODE');
  const first = ask(lookup);
  await expect.poll(lookup.waiting).toBe(0);
  const queued = askMany(lookup, 50);
  await new Promise((resolve) => setTimeout(resolve, 400));
  await world.run("COMMIT");
  expect((await first).how).toBe("answered");
  expect(hows(await queued)).toEqual(new Set(["overloaded"]));
  expect((await ask(lookup)).how).toBe("answered");
});

test("what was opened before an outage is not used after it: the first call after the next try is answered", async () => {
  const { lookup } = open({ statementMsMax: 1_500, connectMsMax: 1_500, waitMsMax: 30_000 });
  await lookup.open();
  proxy.hold();
  expect((await ask(lookup)).how).toBe("database_unavailable");
  const taken = proxy.taken();
  // The old connections stay silent, as after a firewall has forgotten them; new ones work.
  proxy.passNew();
  await expect.poll(async () => (await ask(lookup)).how, { interval: 20 }).toBe("answered");
  expect(hows(await askMany(lookup, 1_500))).toEqual(new Set(["answered"]));
  expect(proxy.taken()).toBeGreaterThan(taken);
});
