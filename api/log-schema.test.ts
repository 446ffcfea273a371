import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openApi } from "@/api/testing/open-api";
import { type Row, tablesOf } from "@/api/testing/operations-page";
import { openWorld } from "@/services/testing/open-world";
import { sendLines, sendRaw } from "@/services/testing/raw-request";
import { openTcpProxy } from "@/services/testing/tcp-proxy";
import { makeToken } from "@/services/testing/tokens";

const [always = [], ofRequest = [], ofOthers = []] = tablesOf("field");

let world: Awaited<ReturnType<typeof openWorld>>;
let proxy: Awaited<ReturnType<typeof openTcpProxy>>;
let api: Awaited<ReturnType<typeof openApi>>;
let canary = "";
let lines: string[] = [];
beforeAll(async () => {
  world = await openWorld();
  proxy = await openTcpProxy(world.url);
  api = await openApi(world, { databaseUrl: proxy.url });
  canary = (await makeToken(world.acme)).secret;
  await askEverything();
  await proxy.cut();
  await askEverything();
  await proxy.mend();
  const whoami = () =>
    fetch(`${api.url}/api/v1.0/whoami`, { headers: { authorization: `Impersonation ${canary}` } });
  await vi.waitFor(async () => expect((await whoami()).status).not.toBe(503), { timeout: 30_000 });
  await askEverything();
  await api.close();
  lines = api.log.flatMap((text) => text.split("\n")).filter((line) => line !== "");
});
afterAll(async () => {
  await proxy.close();
  await world.close();
});

/** Requests of every kind, each with the canary where it could get into a line. */
async function askEverything(): Promise<void> {
  const headers = { authorization: `Impersonation ${canary}`, "user-agent": canary };
  const gateway = { authorization: `Bearer ${api.gateway}`, "user-agent": canary };
  const json = { ...gateway, "content-type": "application/json" };
  const post = (path: string, init: RequestInit) => fetch(`${api.url}${path}`, { method: "POST", ...init });
  await Promise.all([
    fetch(`${api.url}/api/v1.0/whoami`, { headers }),
    fetch(`${api.url}/api/v1.0/whoami?token=${canary}`, { headers }),
    fetch(`${api.url}/api/v1.0/account/users/${canary}`, { headers }),
    fetch(`${api.url}/v1/forward-auth?permission=a:b`, {
      headers: { ...headers, "x-keydesk-gateway": api.gateway },
    }),
    fetch(`${api.url}/v1/forward-auth`, { headers: { ...headers, "x-keydesk-gateway": canary } }),
    post("/v1/tokens/verify", { headers: json, body: JSON.stringify({ token: canary }) }),
    post("/v1/tokens/verify", { headers: json, body: JSON.stringify({ token: canary, ip: canary }) }),
    post("/v1/tokens/verify", { headers: json, body: canary }),
    post("/v1/tokens/verify", { headers: { ...json, authorization: `Bearer ${canary}` }, body: "{}" }),
    post("/oauth2/introspect", { headers: gateway, body: new URLSearchParams({ token: canary }) }),
    post("/oauth2/introspect", { headers: gateway, body: new URLSearchParams({ nothing: canary }) }),
    post("/oauth2/revoke", {
      headers: gateway,
      body: new URLSearchParams({ token: canary, client_id: canary }),
    }),
    post("/api/v1.0/account/api/token", {
      body: new URLSearchParams({ client_id: canary, client_secret: canary }),
    }),
    fetch(`${api.url}/${canary}`, { method: "PUT" }),
    fetch(`${api.url}/%zz${canary}`),
    fetch(`${api.url}/metrics`, { headers }),
    fetch(`${api.url}/readyz`),
    sendRaw(api.url, `${canary}\r\n\r\n`),
    sendLines(api.url, "PROPFIND", `/v1/ext-authz/${canary}`, [`X-Keydesk-Gateway: ${canary}`]),
  ]);
}

const types: Record<string, (value: unknown) => boolean> = {
  number: (value) => typeof value === "number" && Number.isFinite(value),
  string: (value) => typeof value === "string" && value !== "",
  "string or null": (value) => value === null || typeof value === "string",
  object: (value) => typeof value === "object" && value !== null,
};

/** What a line has that the page does not say, or lacks that it says. */
function faultsOf(line: Record<string, unknown>): string[] {
  const rows: readonly Row[] = [
    ...always.map(([name = "", type = ""]) => [name, type, "always"]),
    ...(line.msg === "request" ? ofRequest : ofOthers),
  ];
  const named = new Map(rows.map(([name = "", type = "", when = ""]) => [name, { type, when }]));
  return [
    ...Object.entries(line).flatMap(([name, value]) => {
      const field = named.get(name);
      if (field === undefined) return [`${name} is not on the page`];
      return types[field.type]?.(value) ? [] : [`${name} is no ${field.type}`];
    }),
    ...[...named].flatMap(([name, { when }]) =>
      when === "always" && !(name in line) ? [`${name} is missing`] : [],
    ),
  ];
}

test("every line of a mixed run, with an outage in it, has the documented fields and types and no other", () => {
  expect([always, ofRequest, ofOthers].map((table) => table.length)).toEqual([4, 9, 10]);
  expect(lines.length).toBeGreaterThan(55);
  const faults = lines.flatMap((line) => {
    const parsed = JSON.parse(line) as Record<string, unknown>;
    return faultsOf(parsed).map((fault) => `${fault}: ${line}`);
  });
  expect(faults).toEqual([]);
});

test("every request has one line, and its fields are in one order", () => {
  const requests = lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ msg }) => msg === "request");
  const ids = requests.map(({ requestId }) => requestId);
  expect(new Set(ids).size).toBe(ids.length);
  const order = ["level", "time", "service", ...ofRequest.map(([name]) => name), "msg"];
  for (const request of requests) {
    const places = Object.keys(request).map((name) => order.indexOf(name));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  }
  const verdicts = new Set(requests.map(({ verdict }) => verdict));
  for (const verdict of ["valid", "gateway_forbidden", "database_unavailable"])
    expect(verdicts).toContain(verdict);
});

test("the check would notice a field that the page does not name, and one that is missing", () => {
  const line = JSON.parse(lines.find((one) => one.includes('"msg":"request"'))!) as Record<string, unknown>;
  expect(faultsOf({ ...line, address: "/x" })).toEqual(["address is not on the page"]);
  const { ms: _, ...without } = line;
  expect(faultsOf(without)).toEqual(["ms is missing"]);
  expect(faultsOf({ ...line, status: "200" })).toEqual(["status is no number"]);
});

test("no line holds the canary, a gateway's token or a name of a tenant", () => {
  const text = lines.join("\n");
  for (const secret of [canary, api.gateway]) {
    expect(text).not.toContain(secret.slice(-36, -6));
    expect(text).not.toContain(secret.slice(3, 11));
  }
  expect(text).not.toMatch(/Acme|Borealis|example\.test/);
});
