import { randomUUID } from "node:crypto";
import { METHODS } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openApi } from "@/api/testing/open-api";
import { scrape } from "@/api/testing/scrape";
import { openWorld } from "@/services/testing/open-world";
import { sendLines } from "@/services/testing/raw-request";
import { makeToken } from "@/services/testing/tokens";

let world: Awaited<ReturnType<typeof openWorld>>;
let api: Awaited<ReturnType<typeof openApi>>;
beforeAll(async () => {
  world = await openWorld();
  api = await openApi(world);
});
afterAll(async () => {
  await api.close();
  await world.close();
});

const seriesOfHttp = async () =>
  (await scrape(api)).families
    .get("keydesk_http_requests_total")!
    .series.map(({ labels, value }) => [`${labels.method} ${labels.route} ${labels.status}`, value] as const)
    .filter(([key]) => !key.includes("/metrics"));

test("each answer is counted once, under its route's pattern and never its address", async () => {
  const { secret } = await makeToken(world.acme, { type: "account" });
  const headers = { authorization: `Bearer ${secret}` };
  for (let i = 0; i < 3; i += 1) await fetch(`${api.url}/api/v1.0/account`, { headers });
  for (let i = 0; i < 2; i += 1)
    await fetch(`${api.url}/api/v1.0/account/users/${randomUUID()}`, { headers });
  await fetch(`${api.url}/api/v1.0/account/users`);
  await fetch(`${api.url}/api/v1.0/account/users`, { method: "PUT", headers });
  await fetch(`${api.url}/healthz`, { method: "HEAD" });
  await fetch(`${api.url}/nowhere`);
  await fetch(`${api.url}/%zz`);
  await fetch(`${api.url}/v1/ext-authz/a/path/of/a/client`, { method: "PROPFIND" });
  expect(Object.fromEntries(await seriesOfHttp())).toEqual({
    "GET /api/v1.0/account 200": 3,
    "GET /api/v1.0/account/users/:userId 404": 2,
    "GET /api/v1.0/account/users 401": 1,
    "HEAD /healthz 200": 1,
    "other none 404": 2,
    "other none 405": 1,
    "other /v1/ext-authz/* 401": 1,
  });
});

test("series are as many as routes allow, whatever is asked for", async () => {
  const { paths } = (await (await fetch(`${api.url}/api/v1.0/openapi.json`)).json()) as {
    paths: Record<string, object>;
  };
  const askAll = async () => {
    for (const path of [...Object.keys(paths), "/v1/ext-authz/{any}", "/{any}", "/api/v1.0/{any}"]) {
      const address = path.replaceAll(/\{[^}]+\}/g, () => randomUUID());
      // Some hundred requests, a dozen at a time.
      const methods = METHODS.filter((method) => method !== "CONNECT");
      for (let i = 0; i < methods.length; i += 12) {
        await Promise.all(
          methods
            .slice(i, i + 12)
            .map((method) => sendLines(api.url, method, `${address}?x=${randomUUID()}`, [])),
        );
      }
    }
  };
  await askAll();
  const first = await scrape(api);
  await askAll();
  const second = await scrape(api);
  const countOf = ({ families }: typeof first) =>
    [...families].reduce(
      // Not of ours: the kinds of handles and of garbage collections come and go.
      (sum, [name, { series }]) => (name.startsWith("keydesk_") ? sum + series.length : sum),
      0,
    );
  expect(countOf(second)).toBe(countOf(first));
  expect(countOf(first)).toBeGreaterThan(200);
  expect(countOf(first)).toBeLessThan(1_000);
  expect([...second.families.values()].reduce((sum, { series }) => sum + series.length, 0)).toBeLessThan(
    1_200,
  );
});
