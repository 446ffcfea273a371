import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { closeMsMax, startPeriodicWriter } from "@/services/kernel/periodic-writer";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { openTcpProxy, type TcpProxy } from "@/services/testing/tcp-proxy";

let world: OpenWorld;
let proxy: TcpProxy;
beforeAll(async () => {
  world = await openWorld();
  await world.run("CREATE TABLE written (n int)");
  proxy = await openTcpProxy(world.url);
});
afterEach(async () => {
  await proxy.mend();
  await world.run("TRUNCATE written");
});
afterAll(async () => {
  await proxy.close();
  await world.close();
});

/** Has one number to write, until it is written. */
function start(everyMs = 60_000) {
  let isLeft = false;
  let tries = 0;
  const told: string[] = [];
  const writer = startPeriodicWriter({
    databaseUrl: proxy.url,
    applicationName: "test-writer",
    everyMs,
    async write(connect) {
      if (!isLeft) return;
      tries += 1;
      await (await connect()).query("INSERT INTO written VALUES (1)");
      isLeft = false;
    },
    onFailing: () => void told.push("failing"),
    onRecovered: () => void told.push("recovered"),
  });
  return {
    writer,
    told,
    tries: () => tries,
    add: () => {
      isLeft = true;
    },
  };
}
const written = () => world.run("SELECT n FROM written");
const connections = async () =>
  (
    await world.run(
      "SELECT FROM pg_stat_activity WHERE application_name = 'test-writer' AND datname = current_database()",
    )
  ).length;

test("the connection is there before there is anything to write, and none is opened to write it", async () => {
  const { writer, add } = start();
  await expect.poll(connections).toBe(1);
  const taken = proxy.taken();
  add();
  await writer.close();
  expect(await written()).toEqual([{ n: 1 }]);
  expect(proxy.taken()).toBe(taken);
  await expect.poll(connections).toBe(0);
});

test("what cannot be written when the process ends is tried again while there is time", async () => {
  const { writer, add, tries } = start();
  await expect.poll(connections).toBe(1);
  await proxy.cut();
  add();
  const closed = writer.close();
  await expect.poll(tries, { interval: 5 }).toBeGreaterThan(1);
  await proxy.mend();
  await closed;
  expect(await written()).toEqual([{ n: 1 }]);
});

test.each(["cut", "hold"] as const)("(%s) the end does not wait for a database that is away", async (how) => {
  const { writer, add } = start();
  await expect.poll(connections).toBe(1);
  add();
  await proxy[how]();
  const began = performance.now();
  await expect(writer.close()).rejects.toThrow();
  expect(performance.now() - began).toBeLessThan(closeMsMax + 10_000);
});

test("a database that comes back is met by a connection before the next round needs it; an outage without work is no news", async () => {
  const { writer, add, told } = start(50);
  await expect.poll(connections).toBe(1);
  await proxy.cut();
  await proxy.mend();
  await expect.poll(connections).toBe(1);
  expect(told).toEqual([]);
  await proxy.cut();
  add();
  await expect.poll(() => told).toEqual(["failing"]);
  await proxy.mend();
  await expect.poll(() => told).toEqual(["failing", "recovered"]);
  expect(await written()).toEqual([{ n: 1 }]);
  await writer.close();
});
