import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCall } from "@/api/testing/call-api";
import { openApi } from "@/api/testing/open-api";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { sendLines } from "@/services/testing/raw-request";
import { makeToken } from "@/services/testing/tokens";

/*
 * The rules of RFC 6750 on every route that takes a token; the routes are those of the document that the API makes of itself.
 */
type Route = { readonly method: string; readonly path: string; readonly tag: string };

let world: OpenWorld;
let api: Awaited<ReturnType<typeof openApi>>;
let routes: Route[];
beforeAll(async () => {
  world = await openWorld();
  api = await openApi(world);
  const { document } = await createCall(api);
  routes = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, { security, tags }]) =>
      security.some((scheme) => "token" in scheme)
        ? [{ method: method.toUpperCase(), path: path.replace(/\{\w+\}/g, nobody), tag: tags[0] ?? "" }]
        : [],
    ),
  );
});
afterAll(async () => {
  await api.close();
  await world.close();
});

const nobody = "00000000-0000-7000-8000-000000000000";

async function send({ method, path }: Route, headers: Record<string, string> = {}, query = "") {
  const response = await fetch(`${api.url}${path}${query}`, { method, headers });
  const body = (await response.json()) as Record<string, unknown>;
  return { status: response.status, body, challenge: response.headers.get("www-authenticate") ?? "" };
}

/** The parameters of the Bearer challenge; throws when one stands there twice or holds what RFC 6750 §3 forbids. */
function readBearer(challenge: string): Record<string, string> {
  const found: Record<string, string> = {};
  const own = /^Bearer ((?:, )?\w+="[^"]*")+(?=, \w+$|$)/.exec(challenge)?.[0] ?? challenge;
  for (const [, name, value] of own.matchAll(/(\w+)="([^"]*)"/g)) {
    if (name! in found) throw new Error(`${name} stands in the challenge twice`);
    if (!/^[\x20\x21\x23-\x5b\x5d-\x7e]*$/.test(value!)) throw new Error(`${name} holds what it may not`);
    found[name!] = value!;
  }
  return found;
}

test("there are routes to try", () => {
  expect(routes.length).toBeGreaterThan(25);
  expect(new Set(routes.map(({ tag }) => tag)).size).toBeGreaterThan(3);
});

describe("on every route", () => {
  test("no credentials: 401 with both schemes, and no error code (RFC 6750 §3.1)", async () => {
    for (const route of routes) {
      expect([route, await send(route)]).toMatchObject([
        route,
        { status: 401, body: { code: "missing" }, challenge: 'Bearer realm="Keydesk", Impersonation' },
      ]);
    }
  });

  test("a token that is none: 401 invalid_token, in challenge and body", async () => {
    for (const route of routes) {
      const answer = await send(route, { authorization: "Bearer nonsense" });
      expect([route, answer]).toMatchObject([route, { status: 401, body: { error: "invalid_token" } }]);
      expect(readBearer(answer.challenge)).toEqual({
        realm: "Keydesk",
        error: "invalid_token",
        error_description: "The token is not valid",
      });
    }
  });

  test("a good token without the right: 403 insufficient_scope", async () => {
    const [download, exported] = [
      await makeToken(world.acme, { type: "download" }),
      await makeToken(world.acme, { type: "export" }),
    ];
    for (const route of routes.filter(({ tag }) => tag !== "Self")) {
      const { secret } = route.tag === "Download" ? exported : download;
      const answer = await send(route, { authorization: `Bearer ${secret}` });
      expect([route, answer]).toMatchObject([route, { status: 403, body: { error: "insufficient_scope" } }]);
      expect(readBearer(answer.challenge)).toMatchObject({ error: "insufficient_scope" });
    }
  });

  test("two credentials: 400 invalid_request, also when one is good (RFC 6750 §2, §3.1)", async () => {
    const { secret } = await makeToken(world.acme, { type: "account" });
    const line = `Authorization: Bearer ${secret}`;
    for (const route of routes) {
      const answer = await sendLines(api.url, route.method, route.path, [line, line]);
      expect([route, answer.split("\r\n")[0]]).toEqual([route, "HTTP/1.1 400 Bad Request"]);
      expect(answer).toContain('error="invalid_request"');
      const joined = await send(route, { authorization: `Bearer ${secret}, Bearer ${secret}` });
      expect([route, joined]).toMatchObject([route, { status: 400, body: { error: "invalid_request" } }]);
    }
  });

  test("a token in the address: 400 invalid_request, whoever else proves itself (RFC 6750 §2.3, §5.3)", async () => {
    const { secret } = await makeToken(world.acme, { type: "account" });
    for (const route of routes) {
      for (const headers of [{}, { authorization: `Bearer ${secret}` }] as Record<string, string>[]) {
        const answer = await send(route, headers, `?access_token=${secret}`);
        expect([route, answer]).toMatchObject([route, { status: 400, body: { error: "invalid_request" } }]);
        expect(readBearer(answer.challenge)).toMatchObject({ error: "invalid_request" });
      }
    }
  });

  test("the scheme of another type: 401, with the challenge that names both schemes", async () => {
    const impersonation = await makeToken(world.acme);
    for (const route of routes) {
      const answer = await send(route, { authorization: `Bearer ${impersonation.secret}` });
      expect([route, answer]).toMatchObject([route, { status: 401, body: { error: "invalid_token" } }]);
      expect(answer.challenge).toMatch(/, Impersonation$/);
    }
  });
});
