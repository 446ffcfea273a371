import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openApi } from "@/api/testing/open-api";
import { makeTokenString } from "@/domain/tokens/token-string";
import { openWorld } from "@/services/testing/open-world";
import { sendLines } from "@/services/testing/raw-request";
import { makeToken, makeTokenInState, unwrap } from "@/services/testing/tokens";
import { deleteToken } from "@/services/tokens/delete";

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

async function whoami(authorization: string | null, query = "") {
  const response = await fetch(`${api.url}/api/v1.0/whoami${query}`, {
    headers: authorization === null ? {} : { authorization },
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: JSON.parse(text) };
}

const personal = (permissionOf = world.acme) =>
  makeToken(permissionOf, { type: "personal", by: permissionOf.member });

describe("ZE-04 missing, invalid and revoked are 401, valid without permission is 403, and both name the error", () => {
  test("ZE-04 missing: 401, the body names it, the challenge carries no error (RFC 6750 §3.1)", async () => {
    for (const authorization of [null, "", "Basic dXNlcjpwYXNz"]) {
      const answer = await whoami(authorization);
      expect(answer).toMatchObject({ status: 401, body: { status: 401, code: "missing", error: "missing" } });
      expect(answer.headers.get("www-authenticate")).toBe('Bearer realm="Keydesk", Impersonation');
    }
  });

  test("ZE-04 invalid and revoked: 401 invalid_token, in body and challenge, alike to the last byte but the request's id", async () => {
    const token = await personal();
    unwrap(await deleteToken(world.acme.administrator.context, { tokenId: token.id }));
    const states = ["disabled", "expired"] as const;
    const others = await Promise.all(
      states.map((state) =>
        makeTokenInState(world, world.acme, state, { type: "personal", by: world.acme.member }),
      ),
    );
    const presented = [
      token.secret,
      makeTokenString("personal", world.acme.locator, randomBytes).text,
      `${token.secret.slice(0, -1)}_`,
      "nonsense",
      ...others.map((other) => other.secret),
    ];
    const seen = new Set<string>();
    for (const secret of presented) {
      const answer = await whoami(`Bearer ${secret}`);
      expect(answer).toMatchObject({ status: 401, body: { code: "invalid_token", error: "invalid_token" } });
      expect(answer.headers.get("www-authenticate")).toContain('error="invalid_token"');
      expect(answer.headers.get("x-keydesk-verdict")).toBeNull();
      seen.add(
        `${answer.text.replace(answer.body.requestId, "")} ${answer.headers.get("www-authenticate")} ${answer.headers.get("content-length")}`,
      );
    }
    expect(seen.size).toBe(1);
  });

  test("ZE-04 valid without permission: 403 insufficient_scope, in body and challenge; with it: 200", async () => {
    const { secret } = await personal();
    const answer = await whoami(`Bearer ${secret}`, "?permission=billing:write");
    expect(answer).toMatchObject({
      status: 403,
      body: { status: 403, code: "insufficient_scope", error: "insufficient_scope" },
    });
    expect(answer.headers.get("www-authenticate")).toContain('error="insufficient_scope"');
    expect(answer.headers.get("www-authenticate")).toContain('scope="billing:write"');
    expect((await whoami(`Bearer ${secret}`, "?permission=reports:read")).status).toBe(200);
  });

  test("errors are problem+json with type, title, status and request id (RFC 9457), and are stored nowhere", async () => {
    const { headers, body } = await whoami("Bearer nonsense");
    expect(headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-request-id")).toBe(body.requestId);
    expect(body.type).toBe("https://desk.example.test/docs/errors/invalid_token");
    expect(body.title).toBe("The token is not valid");
  });
});

describe("the scheme", () => {
  test("ZE-03 Authorization: Bearer authenticates a personal token, whatever the case of the scheme", async () => {
    const { id, secret } = await personal();
    for (const scheme of ["Bearer", "bearer", "BEARER"]) {
      const answer = await whoami(`${scheme} ${secret}`);
      expect(answer).toMatchObject({ status: 200, body: { verdict: "valid", token: { id } } });
      expect(answer.body.user).toMatchObject({ id: world.acme.member.userId });
    }
  });

  test("ZO-04 Authorization: Impersonation authenticates with the template user's permissions, Bearer does not", async () => {
    const { id, secret } = await makeToken(world.acme);
    expect(await whoami(`Impersonation ${secret}`)).toMatchObject({
      status: 200,
      body: { token: { id }, user: { id: world.acme.templateUserId }, permissions: ["reports:read"] },
    });
    for (const value of [`Bearer ${secret}`, secret]) {
      const answer = await whoami(value);
      expect(answer).toMatchObject({ status: 401, body: { code: "wrong_scheme", error: "invalid_token" } });
      expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer .*, Impersonation$/);
    }
    expect(await whoami(`Impersonation ${(await personal()).secret}`)).toMatchObject({ status: 401 });
  });
});

describe("two credentials are refused with 400 invalid_request, a token in the address too", () => {
  test("two Authorization headers", async () => {
    const { secret } = await personal();
    const line = `Authorization: Bearer ${secret}`;
    const answer = await sendLines(api.url, "GET", "/api/v1.0/whoami", [line, line]);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('error="invalid_request"');
  });

  test("two in one header", async () => {
    const { secret } = await personal();
    expect(await whoami(`Bearer ${secret}, Impersonation ${secret}`)).toMatchObject({
      status: 400,
      body: { code: "invalid_request", error: "invalid_request" },
    });
  });

  test.each(["access_token", "token"])("?%s=", async (name) => {
    const { secret } = await personal();
    const alone = await whoami(null, `?${name}=${secret}`);
    const both = await whoami(`Bearer ${secret}`, `?${name}=${secret}`);
    for (const answer of [alone, both]) {
      expect(answer).toMatchObject({ status: 400, body: { code: "invalid_request" } });
      expect(answer.text).not.toContain(secret.slice(12));
    }
  });

  test("a permission that stands there twice, or cannot be one", async () => {
    const { secret } = await personal();
    for (const query of ["?permission=a&permission=b", "?permission=A%22B", "?permission="]) {
      expect(await whoami(`Bearer ${secret}`, query)).toMatchObject({ status: 400 });
    }
  });
});

test("a malformed token asks the database nothing", async () => {
  const { secret } = await personal();
  const before = api.lookup.counts();
  const swapped = `IK${secret.slice(2)}`;
  for (const text of ["nonsense", swapped, `${secret}0`, secret.slice(0, -1)]) await whoami(`Bearer ${text}`);
  expect(api.lookup.counts()).toEqual(before);
  await whoami(`Bearer ${secret}`);
  expect(api.lookup.counts().statements).toBe(before.statements + 1);
});

test("the address that counts is the connection's, or the desk's word for it", async () => {
  const { id, secret } = await personal();
  await world.db.token.update({ where: { id }, data: { ipAllowList: ["203.0.113.0/24"] } });
  const ask = async (forwarded: string) =>
    (
      await fetch(`${api.url}/api/v1.0/whoami`, {
        headers: { authorization: `Bearer ${secret}`, "x-forwarded-for": forwarded },
      })
    ).status;
  expect((await whoami(`Bearer ${secret}`)).status).toBe(403);
  expect(await ask("203.0.113.9")).toBe(200);
  expect(await ask("203.0.113.9, 198.51.100.1")).toBe(403);
});

test("HEAD answers as GET does, without a body", async () => {
  const { secret } = await personal();
  const answer = await sendLines(api.url, "HEAD", "/api/v1.0/whoami", [`Authorization: Bearer ${secret}`]);
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(answer.split("\r\n\r\n")[1]).toBe("");
});
