import { METHODS } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openApi } from "@/api/testing/open-api";
import { createGateway } from "@/services/gateways/create";
import { deleteGateway } from "@/services/gateways/delete";
import { openWorld } from "@/services/testing/open-world";
import { sendLines } from "@/services/testing/raw-request";
import { makeToken, makeTokenInState, unwrap } from "@/services/testing/tokens";

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

async function ask(headers: Record<string, string>, query = "", method = "GET") {
  const response = await fetch(`${api.url}/v1/forward-auth${query}`, {
    method,
    headers: { "x-keydesk-gateway": api.gateway, ...headers },
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const impersonate = (secret: string) => ({ authorization: `Impersonation ${secret}` });

describe("a good request", () => {
  test("200 with who it is, in headers, and nothing in the body", async () => {
    const token = await makeToken(world.acme);
    const answer = await ask(impersonate(token.secret), "?permission=reports:read");
    expect([answer.status, answer.text]).toEqual([200, ""]);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "x-keydesk-verdict": "valid",
      "x-keydesk-token": token.id,
      "x-keydesk-account": world.acme.accountId,
      "x-keydesk-organization": "",
      "x-keydesk-user": world.acme.templateUserId,
      "x-keydesk-permissions": "reports:read",
      "cache-control": "no-store",
    });
  });

  test.each(METHODS.filter((method) => method !== "CONNECT"))("%s, as the client sent it", async (method) => {
    const { secret } = await makeToken(world.acme);
    const lines = [`X-Keydesk-Gateway: ${api.gateway}`, `Authorization: Impersonation ${secret}`];
    expect(await sendLines(api.url, method, "/v1/forward-auth", lines)).toMatch(/^HTTP\/1\.1 200 /);
  });

  test("the client's body headers without its body do not matter", async () => {
    const { secret } = await makeToken(world.acme);
    const lines = [
      `X-Keydesk-Gateway: ${api.gateway}`,
      `Authorization: Impersonation ${secret}`,
      "Content-Type: text/xml",
      "Content-Length: 5000",
    ];
    expect(await sendLines(api.url, "POST", "/v1/forward-auth", lines)).toMatch(/^HTTP\/1\.1 200 /);
  });

  test("names that people chose are in no header: ids only", async () => {
    const token = await makeToken(world.acme, { name: "Ünïcode 😀: x" });
    const { headers } = await ask(impersonate(token.secret));
    expect(JSON.stringify(Object.fromEntries(headers))).not.toContain("code");
  });
});

describe("a refused request", () => {
  test.each([
    ["missing", 401],
    ["malformed", 401],
    ["disabled", 401],
    ["expired", 401],
    ["deleted", 401],
  ] as const)(
    "%s: %i with challenge, exact verdict in a header for the gateway, and a body that tells no more than invalid",
    async (state, status) => {
      const headers =
        state === "missing"
          ? {}
          : state === "malformed"
            ? impersonate("nonsense")
            : impersonate((await makeTokenInState(world, world.acme, state)).secret);
      const answer = await ask(headers);
      expect(answer.status).toBe(status);
      expect(answer.headers.get("x-keydesk-verdict")).toBe(state === "deleted" ? "revoked" : state);
      expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer realm="Keydesk".*, Impersonation$/);
      expect(JSON.parse(answer.text)).toMatchObject({
        status,
        error: state === "missing" ? "missing" : "invalid_token",
      });
      for (const name of ["token", "account", "user", "permissions"]) {
        expect(answer.headers.get(`x-keydesk-${name}`)).toBeNull();
      }
    },
  );

  test("forbidden: 403 insufficient_scope", async () => {
    const token = await makeToken(world.acme);
    const answer = await ask(impersonate(token.secret), "?permission=billing:write");
    expect(answer.status).toBe(403);
    expect(answer.headers.get("x-keydesk-verdict")).toBe("forbidden");
    expect(JSON.parse(answer.text).error).toBe("insufficient_scope");
  });

  test("the address that counts is the last hop, which the gateway itself added", async () => {
    const token = await makeToken(world.acme);
    await world.db.token.update({ where: { id: token.id }, data: { ipAllowList: ["203.0.113.0/24"] } });
    const from = async (hops: string) =>
      (await ask({ ...impersonate(token.secret), "x-forwarded-for": hops })).status;
    expect(await from("203.0.113.5")).toBe(200);
    expect(await from("10.0.0.1, 203.0.113.5")).toBe(200);
    expect(await from("203.0.113.5, 198.51.100.1")).toBe(403);
    expect((await ask(impersonate(token.secret))).status).toBe(403);
  });

  test("two credentials, or a token in the client's own address: 400", async () => {
    const { secret } = await makeToken(world.acme);
    const line = `Authorization: Impersonation ${secret}`;
    const gateway = `X-Keydesk-Gateway: ${api.gateway}`;
    expect(await sendLines(api.url, "GET", "/v1/forward-auth", [gateway, line, line])).toMatch(
      /^HTTP\/1\.1 400 /,
    );
    expect(await sendLines(api.url, "GET", "/v1/forward-auth", [gateway, gateway, line])).toMatch(
      /^HTTP\/1\.1 400 /,
    );
    const inAddress = await ask({
      ...impersonate(secret),
      "x-forwarded-uri": `/reports?access_token=${secret}`,
    });
    expect(inAddress.status).toBe(400);
    expect(JSON.parse(inAddress.text).error).toBe("invalid_request");
  });
});

describe("the organization", () => {
  test("_oid of the client's own address, where the gateway's rule says so", async () => {
    const { secret } = await makeToken(world.acme, { type: "account" });
    const call = async (uri: string) => {
      const { status, headers } = await ask(
        { authorization: `Bearer ${secret}`, "x-forwarded-uri": uri },
        "?organization=_oid",
      );
      return [status, headers.get("x-keydesk-verdict"), headers.get("x-keydesk-organization")];
    };
    const own = world.acme.organizationId;
    expect(await call(`/reports?_oid=${own}`)).toEqual([200, "valid", own]);
    expect(await call("/reports")).toEqual([400, "organization_required", null]);
    expect(await call("/reports?_oid=")).toEqual([400, "organization_required", null]);
    expect(await call("/reports?_oid=nonsense")).toEqual([403, "forbidden", null]);
    // The API behind might read the other one.
    expect(await call(`/reports?_oid=${own}&_oid=${own}`)).toEqual([400, null, null]);
    expect(await call(`/reports?_oid=${world.other.organizationId}`)).toEqual([403, "forbidden", null]);
  });

  test("one that the gateway's rule names", async () => {
    const { secret } = await makeToken(world.acme, { type: "organization" });
    const call = async (id: string) =>
      (await ask({ authorization: `Bearer ${secret}` }, `?organization=${id}`)).status;
    expect(await call(world.acme.organizationId)).toBe(200);
    expect(await call(world.other.organizationId)).toBe(403);
  });
});

describe("the gateway", () => {
  test.each([
    "?permission=Reports%20Read",
    "?permission=a&permission=b",
    "?organization=acme",
    "?permision=reports:read",
  ])("a rule that cannot be read lets nothing through: %s", async (query) => {
    const { secret } = await makeToken(world.acme);
    expect((await ask(impersonate(secret), query)).status).toBe(400);
  });

  test("without its token, with a wrong one, or once removed: 401, and not a word on the client's token", async () => {
    const { secret } = await makeToken(world.acme);
    const accountId = world.acme.accountId;
    const old = unwrap(await createGateway(world.cli, { name: "Old", forDeployment: true }, { accountId }));
    expect((await ask({ ...impersonate(secret), "x-keydesk-gateway": old.secret })).status).toBe(200);
    unwrap(await deleteGateway(world.cli, { gatewayId: old.id }, { accountId }));
    for (const gateway of ["", "nonsense", secret, old.secret]) {
      const answer = await ask({ ...impersonate(secret), "x-keydesk-gateway": gateway });
      expect(answer.status).toBe(401);
      expect(answer.headers.get("x-keydesk-verdict")).toBe("gateway_unauthenticated");
      expect(JSON.parse(answer.text).code).toBe("gateway_unauthenticated");
    }
  });
});
