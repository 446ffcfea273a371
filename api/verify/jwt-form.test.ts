import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askEverywhere } from "@/api/testing/ask-everywhere";
import { openApi } from "@/api/testing/open-api";
import { type SigningKey, signJwt } from "@/api/testing/sign-jwt";
import { openWorld } from "@/services/testing/open-world";
import { makeToken } from "@/services/testing/tokens";

let world: Awaited<ReturnType<typeof openWorld>>;
let api: Awaited<ReturnType<typeof openApi>>;
let key: SigningKey;
beforeAll(async () => {
  world = await openWorld();
  api = await openApi(world);
  key = await makeToken(world.acme, { type: "api_key" });
});
afterAll(async () => {
  await api.close();
  await world.close();
});

const jwtOf = (signer: SigningKey, claims = {}, header = {}) =>
  signJwt(signer, world.clock.now, claims, header);
const inSeconds = (seconds: number) => Math.floor(world.clock.now.getTime() / 1000) + seconds;
const whoami = (authorization: string) => fetch(`${api.url}/api/v1.0/whoami`, { headers: { authorization } });

describe("what is no such JWT is malformed, and asks the database nothing", () => {
  const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const byHand = (header: object, claims: object, secret: string) => {
    const signed = `${encode(header)}.${encode(claims)}`;
    return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
  };
  const rs256 = (key: SigningKey) => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const signed = `${encode({ alg: "RS256", kid: key.id })}.${encode({ exp: inSeconds(300) })}`;
    return `${signed}.${sign("sha256", Buffer.from(signed), privateKey).toString("base64url")}`;
  };
  const forms: Record<string, (signer: SigningKey) => string | Promise<string>> = {
    "alg none": (key) => `${encode({ alg: "none", kid: key.id })}.${encode({ exp: inSeconds(300) })}.`,
    "alg none with a signature": (key) =>
      byHand({ alg: "none", kid: key.id }, { exp: inSeconds(300) }, key.secret),
    RS256: rs256,
    HS512: (key) => jwtOf(key, {}, { alg: "HS512" }),
    "no kid": (key) => jwtOf(key, {}, { kid: undefined }),
    "a kid that is no UUID": (key) => jwtOf(key, {}, { kid: "first" }),
    "no exp": (key) => jwtOf(key, { exp: undefined }),
    "an exp further ahead than a day": (key) => jwtOf(key, { exp: inSeconds(86_400 + 120) }),
    "an nbf after its exp": (key) => jwtOf(key, { nbf: inSeconds(400) }),
    crit: (key) => byHand({ alg: "HS256", kid: key.id, crit: ["exp"] }, { exp: inSeconds(300) }, key.secret),
    jku: (key) => jwtOf(key, {}, { jku: "https://evil.test/keys.json" }),
    x5u: (key) => jwtOf(key, {}, { x5u: "https://evil.test/cert.pem" }),
    jwk: (key) => jwtOf(key, {}, { jwk: { kty: "oct", k: "c2VjcmV0" } }),
    "more than 4,096 characters": (key) => jwtOf(key, { pad: "x".repeat(2_970) }),
  };
  test.each(Object.entries(forms))("%s", async (_, make) => {
    const jwt = await make(key);
    const before = api.lookup.counts();
    const answer = await whoami(`Bearer ${jwt}`);
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([401, "invalid_token"]);
    expect(api.lookup.counts()).toEqual(before);
    expect(await askEverywhere(api, jwt)).toBe("malformed");
  });

  test("a JWT in the address is refused as such", async () => {
    const jwt = await jwtOf(key);
    const response = await fetch(`${api.url}/api/v1.0/whoami?access_token=${jwt}`);
    expect(response.status).toBe(400);
  });
});
