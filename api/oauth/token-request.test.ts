import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { basic, type FormInit, oauthOf, toAnswer } from "@/api/testing/oauth-client";
import { openApi } from "@/api/testing/open-api";
import type { CreatedApiClient } from "@/domain/access/api-client-views";
import { tokenPath } from "@/domain/oauth/paths";
import { makeApiClient } from "@/services/testing/api-clients";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { sendRaw } from "@/services/testing/raw-request";
import { createTenant } from "@/services/testing/world";

let world: OpenWorld;
let api: Awaited<ReturnType<typeof openApi>>;

let client: CreatedApiClient;
beforeAll(async () => {
  world = await openWorld();
  api = await openApi(world);
});
afterAll(async () => {
  await api.close();
  await world.close();
});
beforeEach(async () => {
  client = await makeApiClient(await createTenant(world.db, world.clock, "Cleo Inc"));
});

const grant = { grant_type: "client_credentials" };
const inBody = () => ({ ...grant, client_id: client.clientId, client_secret: client.secret });
const inHeader = () => basic(client.clientId, client.secret);
const ask = (form: FormInit, headers?: Record<string, string>) => oauthOf(api).token(form, headers);

describe("what cannot be read is 400 invalid_request in OAuth's own format", () => {
  const refused = { status: 400, json: { error: "invalid_request" } };

  test("each parameter stands there once", async () => {
    for (const name of ["grant_type", "client_id", "client_secret", "scope"]) {
      const twice = [...Object.entries({ scope: "*", ...inBody() })];
      expect(await ask([...twice, twice.find(([key]) => key === name)!])).toMatchObject(refused);
    }
  });

  test("one way to authenticate", async () => {
    expect(await ask(inBody(), inHeader())).toMatchObject(refused);
    expect(await ask({ ...grant, client_assertion: "x" }, inHeader())).toMatchObject(refused);
    expect(await ask({ ...inBody(), client_assertion: "x" })).toMatchObject(refused);
    const line = `Authorization: ${inHeader().authorization}`;
    const answer = await sendForm([line, line]);
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer).toContain('"error":"invalid_request"');
  });

  test("the same client id may stand in both places, another may not", async () => {
    expect(await ask({ ...grant, client_id: client.clientId }, inHeader())).toMatchObject({ status: 200 });
    expect(await ask({ ...grant, client_id: "client_x" }, inHeader())).toMatchObject(refused);
  });

  test("credentials in the address are refused, right or wrong", async () => {
    const url = new URL(api.url + tokenPath);
    url.search = new URLSearchParams({ client_id: client.clientId, client_secret: client.secret }).toString();
    for (const name of ["client_id", "client_secret", "client_assertion", "access_token"]) {
      const address = `${api.url}${tokenPath}?${name}=${url.searchParams.get(name) ?? "x"}`;
      const response = await fetch(address, { method: "POST", body: new URLSearchParams(inBody()) });
      expect(await toAnswer(response)).toMatchObject(refused);
    }
  });

  test("what stands in the address counts for nothing", async () => {
    const { grant_type: _, ...rest } = inBody();
    const response = await fetch(`${api.url}${tokenPath}?grant_type=client_credentials&x=1`, {
      method: "POST",
      body: new URLSearchParams(rest),
    });
    expect(await toAnswer(response)).toMatchObject(refused);
  });

  test.each([
    ["no base64", "Basic !!!"],
    ["nothing", "Basic "],
    ["nothing at all", "Basic"],
    ["no colon", `Basic ${btoa("client")}`],
    ["no secret", `Basic ${btoa("client:")}`],
    ["no id", `Basic ${btoa(":secret")}`],
    ["a broken percent sign", `Basic ${btoa("client:%zz")}`],
    ["no UTF-8", `Basic ${btoa("client:%ff")}`],
    ["two values", `Basic ${btoa("a:b")}, Basic ${btoa("a:b")}`],
  ])("a Basic header that holds %s", async (_, authorization) => {
    expect(await ask(grant, { authorization })).toMatchObject(refused);
  });

  test("a body that is no form, or no UTF-8", async () => {
    for (const form of ["grant_type=%zz", "grant_type=%ff", "client_id=%C3%28"]) {
      expect(await ask(form, inHeader())).toMatchObject(refused);
    }
  });

  test("another content type, and none", async () => {
    for (const type of ["application/json", "multipart/form-data; boundary=x", "text/plain"]) {
      const sent = await ask(JSON.stringify(inBody()), { "content-type": type });
      expect(sent).toMatchObject(refused);
      expect(sent.headers.get("content-type")).toBe("application/json; charset=utf-8");
    }
    const charset = "application/x-www-form-urlencoded;charset=UTF-8";
    expect(await ask(inBody(), { "content-type": charset })).toMatchObject({ status: 200 });
  });

  test("a body of more than 16 KB", async () => {
    const sent = await ask({ ...inBody(), x: "x".repeat(20_000) });
    expect(sent).toMatchObject({ status: 413, json: { error: "invalid_request" } });
  });

  test("the grant type is asked for once somebody is proven", async () => {
    expect(await ask({}, inHeader())).toMatchObject(refused);
    expect(await ask({ grant_type: "" }, inHeader())).toMatchObject(refused);
    for (const grant_type of ["password", "authorization_code", "refresh_token", "implicit", "x"]) {
      expect(await ask({ grant_type }, inHeader())).toMatchObject({
        status: 400,
        json: { error: "unsupported_grant_type" },
      });
    }
    expect(await ask({ grant_type: "password" }, basic(client.clientId, "wrong"))).toMatchObject({
      status: 401,
    });
  });
});

test("no credentials, half of them, or of another kind: 401 invalid_client with a challenge", async () => {
  const half = await ask({ ...grant, client_id: client.clientId });
  const bearer = await ask(grant, { authorization: `Bearer ${client.secret}` });
  for (const sent of [await ask(grant), half, bearer]) {
    expect(sent).toMatchObject({ status: 401, json: { error: "invalid_client" } });
    expect(sent.headers.get("www-authenticate")).toMatch(/^Basic realm=/);
  }
  expect(await ask({ ...grant, client_secret: client.secret })).toMatchObject({
    status: 400,
    json: { error: "invalid_request" },
  });
});

test("other methods: 405 with Allow, in OAuth's own format", async () => {
  for (const method of ["GET", "PUT", "DELETE", "PATCH"]) {
    const sent = await toAnswer(await fetch(api.url + tokenPath, { method }));
    expect(sent).toMatchObject({ status: 405, json: { error: "invalid_request" } });
    expect(sent.headers.get("allow")).toBe("POST");
    expect(sent.headers.get("cache-control")).toBe("no-store");
  }
});

/** A request with headers that fetch would merge. */
function sendForm(lines: readonly string[]): Promise<string> {
  const body = new URLSearchParams(grant).toString();
  return sendRaw(
    api.url,
    [
      `POST ${tokenPath} HTTP/1.1`,
      "Host: x",
      "Connection: close",
      "Content-Type: application/x-www-form-urlencoded",
      `Content-Length: ${body.length}`,
      ...lines,
      "",
      body,
    ].join("\r\n"),
  );
}
