import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apiOperations } from "@/api/testing/api-operations";
import { type Call, createCall } from "@/api/testing/call-api";
import { type OpenApi, openApi } from "@/api/testing/open-api";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { makeToken } from "@/services/testing/tokens";

let world: OpenWorld;
let api: OpenApi;
let call: Call;
let token: string;
beforeAll(async () => {
  world = await openWorld();
  api = await openApi(world);
  ({ call } = await createCall(api));
  token = (await makeToken(world.acme, { type: "account" })).secret;
});
afterAll(async () => {
  await api.close();
  await world.close();
});

const orgs = "/api/v1.0/account/orgs";
const post = (body: string, headers: Record<string, string> = {}) =>
  fetch(`${api.url}${orgs}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...headers },
    body,
  });

describe("a body is refused", () => {
  test.each([
    ["that is no JSON", "{", {}, 400, "malformed_json"],
    ["with a key twice", '{"name":"Depot","name":"Other"}', {}, 400, "malformed_json"],
    ["that is no UTF-8 JSON text", '{"name":"\\ud800"}', {}, 422, "invalid_input"],
    [
      "of another type",
      "name=Depot",
      { "content-type": "application/x-www-form-urlencoded" },
      415,
      "unsupported_media_type",
    ],
    ["that is too large", JSON.stringify({ name: "x".repeat(1_100_000) }), {}, 413, "body_too_large"],
    ["that is a list", "[]", {}, 422, "invalid_input"],
    ["that is null", "null", {}, 422, "invalid_input"],
    ["that is a text", '"Depot"', {}, 422, "invalid_input"],
    ["with the wrong kind of value", '{"name":5}', {}, 422, "invalid_input"],
    ["with a member called __proto__", '{"name":"Depot","__proto__":{"x":1}}', {}, 422, "invalid_input"],
  ] as const)("%s", async (_what, body, headers, status, code) => {
    const before = await world.db.organization.count();
    const answer = await post(body, headers);
    expect(answer.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
    const problem = (await answer.json()) as Record<string, unknown>;
    expect([answer.status, problem.status, problem.code]).toEqual([status, status, code]);
    expect(problem.requestId).toBe(answer.headers.get("x-request-id"));
    expect(problem.type).toBe(`https://desk.example.test/docs/errors/${code}`);
    expect(await world.db.organization.count()).toBe(before);
  });
});

test.each([
  ["application/json", undefined],
  ["application/json", ""],
  ["application/x-www-form-urlencoded", ""],
  ["text/plain", ""],
])("a call that takes no body is made also with the type %s of none", async (type, body) => {
  const { id } = await makeToken(world.acme, { type: "organization" });
  const headers = { authorization: `Bearer ${token}`, "content-type": type };
  const ask = (method: string, path: string) =>
    fetch(`${api.url}/api/v1.0/account/tokens/${id}${path}`, {
      method,
      headers,
      ...(body === "" ? { body } : {}),
    });
  expect((await ask("POST", "/disable")).status).toBe(200);
  expect((await ask("POST", "/enable")).status).toBe(200);
  expect((await ask("POST", "/rotate")).status).toBe(200);
  expect((await ask("DELETE", "")).status).toBe(204);
});

test("nothing is read of the body of who may not call", async () => {
  const answer = await fetch(`${api.url}${orgs}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{",
  });
  expect(answer.status).toBe(401);
});

describe("an address is refused", () => {
  test.each([
    ["?limit=0", "limit"],
    ["?limit=201", "limit"],
    ["?limit=1.5", "limit"],
    ["?limit=-1", "limit"],
    ["?limit=ten", "limit"],
    ["?cursor=x", "cursor"],
    [`?cursor=${Buffer.from("0 x").toString("base64url")}`, "cursor"],
    ["?page=2", "page"],
    ["?accountId=1", "accountId"],
    ["?constructor=1", "constructor"],
  ])("%s, naming %s", async (query, name) => {
    const { status, code, body } = await call("GET", `${orgs}${query}`, { token });
    expect([status, code, Object.keys(body.fields)]).toEqual([422, "invalid_input", [name]]);
  });

  test("with a parameter twice", async () => {
    const { status, code, body } = await call("GET", `${orgs}?limit=1&limit=2`, { token });
    expect([status, code]).toEqual([400, "invalid_request"]);
    expect(body.detail).toContain("limit");
  });

  test("with a token in it, and the token is not repeated", async () => {
    for (const query of [`access_token=${token}`, `token=${token}`]) {
      const { status, text } = await call("GET", `${orgs}?${query}`, { token });
      expect([status, text.includes(token)]).toEqual([400, false]);
    }
    const named = await call("GET", `${orgs}?${token}=1`, { token });
    expect([named.status, named.text.includes(token)]).toEqual([422, false]);
    const searched = await call("GET", `/api/v1.0/account/tokens?q=${token}`, { token });
    expect([searched.status, searched.text.includes(token)]).toEqual([422, false]);
  });

  test.each(["1", "018f3c7e-5b1a-7c3d-9e2f-4a6b8c0d1e2f", "..", "%00", "null"])(
    "with an id that is none: %s",
    async (id) => {
      const answer = await call("GET", `/api/v1.0/account/tokens/${id}`, { token });
      expect([404, 400]).toContain(answer.status);
    },
  );
});

test("every address answers other methods with 405 and Allow, and unknown addresses with 404", async () => {
  const paths = new Map<string, Set<string>>();
  for (const operation of Object.values(apiOperations)) {
    const place = { tenant: world.acme, organizationId: world.acme.organizationId };
    const { method, path } = await operation.prepare(world, place);
    const at = path.split("?", 1)[0]!.replace(/[0-9a-f-]{36}/, "018f3c7e-5b1a-7c3d-9e2f-4a6b8c0d1e2f");
    paths.set(at, (paths.get(at) ?? new Set()).add(method));
  }
  for (const [path, methods] of paths) {
    const answer = await fetch(`${api.url}${path}`, { method: "PUT" });
    expect([path, answer.status]).toEqual([path, 405]);
    const allowed = answer.headers.get("allow")!.split(", ");
    expect(
      allowed.filter((method) => method !== "HEAD"),
      path,
    ).toEqual([...methods].sort());
    expect(((await answer.json()) as { code: string }).code).toBe("method_not_allowed");
    const unknown = await fetch(`${api.url}${path}/nothing/here`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(unknown.status).toBe(404);
  }
});

test("HEAD is GET without a body, behind the same door", async () => {
  const head = (as: string) =>
    fetch(`${api.url}${orgs}`, { method: "HEAD", headers: { authorization: `Bearer ${as}` } });
  expect((await head(token)).status).toBe(200);
  expect((await head("CT_x")).status).toBe(401);
});

test("answers are not cached, and carry the standing of the account's limits", async () => {
  const { headers } = await call("GET", orgs, { token });
  expect(headers.get("cache-control")).toBe("no-store");
  for (const name of ["x-api-usage-total", "x-api-usage-today", "x-api-usage-limit", "x-api-usage-remaining"])
    expect(headers.get(name), name).toMatch(/^\d+$/);
});
