import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openApi } from "@/api/testing/open-api";
import { makeTokenString } from "@/domain/tokens/token-string";
import { createGateway } from "@/services/gateways/create";
import { deleteGateway } from "@/services/gateways/delete";
import { openWorld } from "@/services/testing/open-world";
import { makeToken, unwrap, withOtherEnd } from "@/services/testing/tokens";

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

const _administrator = () => world.acme.administrator.context;

describe("who may ask", () => {
  const ask = async (headers: Record<string, string>, body: unknown = { token: "x" }) => {
    const response = await fetch(`${api.url}/v1/tokens/verify`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };

  test("nobody without a gateway token, with it in either header", async () => {
    const token = await makeToken(world.acme, { type: "account" });
    for (const headers of [
      {},
      { authorization: `Bearer ${token.secret}` },
      { authorization: `Bearer ${withOtherEnd(api.gateway)}` },
      { authorization: `Impersonation ${api.gateway}` },
      { "x-keydesk-gateway": token.secret },
      { authorization: `Bearer ${makeTokenString("gateway", world.acme.locator, randomBytes).text}` },
    ] as Record<string, string>[]) {
      const answer = await ask(headers, { token: token.secret });
      expect(answer).toMatchObject({ status: 401, body: { code: "gateway_unauthenticated", status: 401 } });
      expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer realm="Keydesk gateways"/);
    }
    expect((await ask({ authorization: `Bearer ${api.gateway}` })).status).toBe(200);
    expect((await ask({ "x-keydesk-gateway": api.gateway })).status).toBe(200);
  });

  test("not with two credentials", async () => {
    const both = { authorization: `Bearer ${api.gateway}`, "x-keydesk-gateway": api.gateway };
    expect(await ask(both)).toMatchObject({ status: 400, body: { code: "invalid_request" } });
  });

  test("a gateway that was removed is refused by its next question", async () => {
    const accountId = world.acme.accountId;
    const gateway = unwrap(await createGateway(world.cli, { name: "Old" }, { accountId }));
    expect((await api.verify({ token: "x" }, gateway.secret)).status).toBe(200);
    unwrap(await deleteGateway(world.cli, { gatewayId: gateway.id }, { accountId }));
    expect((await api.verify({ token: "x" }, gateway.secret)).status).toBe(401);
  });

  test("a gateway of one account knows only that account's tokens", async () => {
    const accountId = world.other.accountId;
    const gateway = unwrap(await createGateway(world.cli, { name: "Branch" }, { accountId }));
    const [own, foreign] = [await makeToken(world.other), await makeToken(world.acme)];
    expect((await api.verify({ token: own.secret }, gateway.secret)).body.verdict).toBe("valid");
    const { body } = await api.verify({ token: foreign.secret }, gateway.secret);
    expect(body).toMatchObject({ verdict: "unknown", token: null, account: null });
  });

  test("a gateway's own token opens nothing", async () => {
    expect(await api.verdictOf(api.gateway)).toBe("forbidden");
  });
});

describe("bad input", () => {
  test.each([
    [{}, "token"],
    [{ token: 5 }, "token"],
    [{ token: "x", permission: "Reports Read" }, "permission"],
    [{ token: "x", permission: 'a" onload="' }, "permission"],
    [{ token: "x", organization: "acme" }, "organization"],
    [{ token: "x", ip: "999.1.1.1" }, "ip"],
  ])("is refused by the name of the field: %j", async (body, field) => {
    const answer = await api.verify(body);
    expect(answer).toMatchObject({ status: 422, body: { code: "invalid_input", status: 422 } });
    expect(Object.keys(answer.body.fields as object)).toEqual([field]);
  });

  test("is not what a gateway's client sent at length: such a token is malformed, and all else is read as far as it counts", async () => {
    const long = "x".repeat(10_000);
    expect(await api.verdictOf(long)).toBe("malformed");
    expect(await api.verdictOf(`Bearer ${long}`)).toBe("malformed");
    const { secret } = await makeToken(world.acme);
    const answer = await api.verify({ token: secret, agent: long, method: long, path: `/${long}` });
    expect(answer).toMatchObject({ status: 200, body: { verdict: "valid" } });
  });

  test.each(["[]", '"x"', "null", "5"])("is refused when the body is no object: %s", async (body) => {
    const response = await fetch(`${api.url}/v1/tokens/verify`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${api.gateway}` },
      body,
    });
    expect(response.status).toBe(422);
  });

  test("members that nobody asked for change nothing", async () => {
    const token = await makeToken(world.acme);
    const extra = { accountId: world.other.accountId, userId: "x", role: "administrator", verdict: "valid" };
    const { body, status } = await api.verify({ token: token.secret });
    const again = await api.verify({ token: token.secret, ...extra });
    // The second call is one more in what was used.
    expect({ ...again, body: { ...again.body, limits: body.limits } }).toEqual({ status, body });
  });
});

test("a malformed token costs no look-up of it: only the gateway's own digest is asked", async () => {
  const before = api.lookup.counts();
  await api.verify({ token: `${api.gateway.slice(0, -1)}~` });
  const after = api.lookup.counts();
  expect(after.keys - before.keys).toBe(1);
  await api.verify({ token: "x" }, `${api.gateway.slice(0, -1)}~`);
  expect(api.lookup.counts()).toEqual(after);
});
