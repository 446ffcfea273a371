import { afterAll, beforeAll, expect, test } from "vitest";
import { openApi } from "@/api/testing/open-api";
import { scrape } from "@/api/testing/scrape";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { openTcpProxy } from "@/services/testing/tcp-proxy";
import { makeToken } from "@/services/testing/tokens";
import { seekBy } from "@/services/verification/lookup";

let world: OpenWorld;
let secret = "";
beforeAll(async () => {
  world = await openWorld();
  secret = (await makeToken(world.acme)).secret;
});
afterAll(() => world.close());

type Line = { level: number; msg: string; requestId?: string; err?: object };
const linesOf = (log: readonly string[]) => log.map((line) => JSON.parse(line) as Line);

test("what fails unexpectedly is 500, counted as other, and told with its request's id", async () => {
  const breakLookup = (
    lookup: Parameters<NonNullable<Parameters<typeof openApi>[1]>["breakLookup"] & object>[0],
  ) => ({
    ...lookup,
    ...seekBy((_digest, _organization, told) => told(new Error("odd"), null)),
  });
  const api = await openApi(world, { breakLookup });
  const headers = { authorization: `Impersonation ${secret}`, "x-keydesk-gateway": api.gateway };
  const statuses = [
    (await api.verify({ token: secret })).status,
    (await fetch(`${api.url}/v1/forward-auth`, { headers })).status,
    (await fetch(`${api.url}/api/v1.0/whoami`, { headers: { authorization: headers.authorization } })).status,
  ];
  expect(statuses).toEqual([500, 500, 500]);
  const counted = await scrape(api);
  const other = ["verify", "forward_auth", "self"].map((face) =>
    counted.valueOf("keydesk_verifications_total", { face, verdict: "other" }),
  );
  expect(other).toEqual([1, 1, 1]);
  await api.close();
  const lines = linesOf(api.log);
  const failures = lines.filter(({ level }) => level === 50);
  expect(failures.map(({ msg }) => msg)).toEqual(Array(3).fill("a request failed unexpectedly"));
  const requests = new Set(lines.filter(({ msg }) => msg === "request").map(({ requestId }) => requestId));
  for (const { requestId } of failures) expect(requests).toContain(requestId);
});

test("an outage under load is told a few times, not with each request; each request has its line", async () => {
  const proxy = await openTcpProxy(world.url);
  const api = await openApi(world, { databaseUrl: proxy.url });
  expect(await api.verdictOf(secret)).toBe("valid");
  await proxy.cut();
  const answers = await Promise.all(Array.from({ length: 100 }, () => api.verify({ token: secret })));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
  await proxy.mend();
  await api.close();
  await proxy.close();
  const lines = linesOf(api.log);
  expect(lines.filter(({ msg }) => msg === "request")).toHaveLength(101);
  const told = lines.filter(({ level, msg }) => level === 40 && msg === "database_unavailable");
  expect(told.length).toBeLessThan(20);
});
