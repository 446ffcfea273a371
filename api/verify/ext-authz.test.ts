import { afterAll, beforeAll, expect, test } from "vitest";
import { openApi } from "@/api/testing/open-api";
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

// As Envoy's HTTP ext_authz asks: the client's method and address behind a prefix, and headers that its configuration sets.
async function ask(secret: string, uri: string, headers: Record<string, string> = {}, method = "GET") {
  const response = await fetch(`${api.url}/v1/ext-authz${uri}`, {
    method,
    headers: {
      authorization: `Bearer ${secret}`,
      "x-keydesk-gateway": api.gateway,
      // Envoy's own address, which it appends.
      "x-forwarded-for": "198.51.100.77",
      "content-length": "0",
      ...headers,
    },
  });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

test("any method and address of the client's: 200 with who it is", async () => {
  const { id, secret } = await makeToken(world.acme, { type: "organization" });
  const long = `/${"deep/".repeat(200)}`;
  for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
    for (const uri of ["/", "/reports?page=2&token=next", long, "/a%2Fb//c;d"]) {
      const { status, headers } = await ask(secret, uri, {}, method);
      expect([status, headers.get("x-keydesk-token")], `${method} ${uri}`).toEqual([200, id]);
    }
  }
});

test("a path that is no UTF-8, or where a % is one, is the API's to judge", async () => {
  const { id, secret } = await makeToken(world.acme, { type: "account" });
  const own = world.acme.organizationId;
  const lines = [
    `Authorization: Bearer ${secret}`,
    `X-Keydesk-Gateway: ${api.gateway}`,
    "X-Keydesk-Ask: organization=_oid",
  ];
  for (const path of ["/caf%E9", "/100%", "/%", "/%zz/x", "/a%2", "/%00", "/%ff%fe", "/a;b#c"]) {
    const answer = await sendLines(api.url, "GET", `/v1/ext-authz${path}?_oid=${own}&x=%zz?y`, lines);
    expect(answer, path).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer, path).toContain(`x-keydesk-token: ${id}\r\n`);
    expect(answer, path).toContain(`x-keydesk-organization: ${own}\r\n`);
    const unnamed = await sendLines(api.url, "GET", `/v1/ext-authz${path}`, lines);
    expect(unnamed, path).toMatch(/^HTTP\/1\.1 400 /);
  }
});

test("the rule comes from the gateway's header; the client's address cannot ask for less, nor for more", async () => {
  const { secret } = await makeToken(world.acme);
  const as = { authorization: `Impersonation ${secret}` };
  const rule = { ...as, "x-keydesk-ask": "permission=billing:write" };
  expect((await ask(secret, "/?permission=reports:read", rule)).status).toBe(403);
  expect((await ask(secret, "/?permission=billing:write", as)).status).toBe(200);
  expect((await ask(secret, "/", { ...as, "x-keydesk-ask": "permission=reports:read" })).status).toBe(200);
  for (const bad of ["permission=Reports Read", "permission=a:b&permission=c:d", "organization=acme"]) {
    expect((await ask(secret, "/", { ...as, "x-keydesk-ask": bad })).status, bad).toBe(400);
  }
});

test("_oid of the client's address, where the rule says so", async () => {
  const { secret } = await makeToken(world.acme, { type: "account" });
  const rule = { "x-keydesk-ask": "organization=_oid" };
  const own = world.acme.organizationId;
  const { status, headers } = await ask(secret, `/reports?_oid=${own}`, rule);
  expect([status, headers.get("x-keydesk-organization")]).toEqual([200, own]);
  expect((await ask(secret, "/reports", rule)).status).toBe(400);
  expect((await ask(secret, `/reports?_oid=${own}&_oid=${own}`, rule)).status).toBe(400);
  expect((await ask(secret, `/reports?_oid=${world.other.organizationId}`, rule)).status).toBe(403);
});

test("the client's address is the one in the gateway's own header, never what the list of hops says", async () => {
  const { id, secret } = await makeToken(world.acme);
  await world.db.token.update({ where: { id }, data: { ipAllowList: ["203.0.113.7/32"] } });
  const as = { authorization: `Impersonation ${secret}` };
  const from = (address: string) => ask(secret, "/", { ...as, "x-keydesk-client-address": address });
  expect((await from("203.0.113.7")).status).toBe(200);
  expect((await from("203.0.113.8")).status).toBe(403);
  expect((await ask(secret, "/", { ...as, "x-forwarded-for": "203.0.113.7" })).status).toBe(403);
});

test("a token in the client's address is refused; no gateway's token, no answer", async () => {
  const { secret } = await makeToken(world.acme, { type: "organization" });
  expect((await ask(secret, `/?access_token=${secret}`)).status).toBe(400);
  const stranger = await ask(secret, "/", { "x-keydesk-gateway": secret });
  expect([stranger.status, stranger.headers.get("x-keydesk-token")]).toEqual([401, null]);
});
