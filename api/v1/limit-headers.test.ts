import { parseList } from "structured-headers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openApi } from "@/api/testing/open-api";
import { setAccount } from "@/services/accounts/set";
import { largeLimits } from "@/services/testing/large-limits";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { makeToken, unwrap } from "@/services/testing/tokens";

let world: OpenWorld;
let api: Awaited<ReturnType<typeof openApi>>;
beforeAll(async () => {
  world = await openWorld();
  api = await openApi(world);
});
afterAll(async () => {
  await api.close();
  await world.close();
});

/** Every operation that a token calls, from the document that the API serves; ids in its address name nothing. */
async function operations(): Promise<[method: string, path: string][]> {
  const document = (await (await fetch(`${api.url}/api/v1.0/openapi.json`)).json()) as {
    paths: Record<string, Record<string, { security?: Record<string, unknown>[] }>>;
  };
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { security = [] }]) => security.some((way) => "bearer" in way || "token" in way))
      .filter(() => path.startsWith("/api/v1.0/"))
      .map(([method]): [string, string] => [
        method.toUpperCase(),
        path.replaceAll(/\{[^}]+\}/g, "00000000-0000-7000-8000-000000000000"),
      ]),
  );
}

test("RZ-07 every operation answers with the account's figures, whatever else it answers", async () => {
  unwrap(
    await setAccount(
      world.cli,
      { ...largeLimits, licensedAssets: 10_000 },
      { accountId: world.acme.accountId },
    ),
  );
  const secrets = [
    await makeToken(world.acme, { type: "account" }),
    await makeToken(world.acme, { type: "organization" }),
    await makeToken(world.acme, { type: "export" }),
  ].map(({ secret }) => secret);
  const all = await operations();
  expect(all.length).toBeGreaterThan(20);
  const statuses = new Set<number>();
  let used = 0;
  for (const [method, path] of all) {
    for (const secret of secrets) {
      const response = await fetch(`${api.url}${path}?_oid=${world.acme.organizationId}`, {
        method,
        headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
        ...(method === "GET" || method === "DELETE" ? {} : { body: "{}" }),
      });
      await response.arrayBuffer();
      statuses.add(response.status);
      const figure = (name: string) => Number(response.headers.get(`x-api-usage-${name}`) ?? Number.NaN);
      const what = `${method} ${path} → ${response.status}`;
      // Refused for what the token is: it spends nothing. Anything else is a call.
      if (figure("today") !== used) used += 1;
      expect([figure("today"), figure("total"), figure("limit"), figure("remaining")], what).toEqual([
        used,
        used,
        10_000,
        10_000 - used,
      ]);
      const names = parseList(response.headers.get("ratelimit") ?? "").map(([name]) => name);
      expect(names, what).toEqual(["minute", "day", "address"]);
      expect(response.headers.get("retry-after"), what).toBeNull();
    }
  }
  expect([...statuses].toSorted((a, b) => a - b)).toEqual(expect.arrayContaining([200, 403, 404, 422]));
});

test.each([
  "org?_oid=",
  "org?_oid=1",
  "org?_oid=1&_oid=2",
  "export/audit.csv?_oid=1",
  "whoami?permission=a%20b",
])(
  "RZ-07 /api/v1.0/%s cannot be read: a good token is told so with its account's figures, a bad one that it is bad",
  async (address) => {
    const ask = (headers: Record<string, string>) => fetch(`${api.url}/api/v1.0/${address}`, { headers });
    const { secret } = await makeToken(world.acme, { type: "account" });
    const told = await ask({ authorization: `Bearer ${secret}` });
    expect([told.status, await told.json()]).toMatchObject([400, { code: "invalid_request" }]);
    for (const name of ["total", "today", "limit", "remaining"])
      expect(told.headers.get(`x-api-usage-${name}`), name).toMatch(/^\d+$/);
    expect((await ask({ authorization: "Bearer none" })).status).toBe(401);
    expect((await ask({})).status).toBe(401);
  },
);
