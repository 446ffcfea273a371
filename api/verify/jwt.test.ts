import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askEverywhere } from "@/api/testing/ask-everywhere";
import { openApi } from "@/api/testing/open-api";
import { type SigningKey, signJwt } from "@/api/testing/sign-jwt";
import { makeTokenString } from "@/domain/tokens/token-string";
import { createGateway } from "@/services/gateways/create";
import { changePolicy } from "@/services/policy/change";
import { openWorld } from "@/services/testing/open-world";
import { makeToken, makeTokenInState, unwrap } from "@/services/testing/tokens";
import { createOrganization, type Tenant } from "@/services/testing/world";
import { deleteToken } from "@/services/tokens/delete";
import { disableToken } from "@/services/tokens/disable";
import { editToken } from "@/services/tokens/edit";
import { enableToken } from "@/services/tokens/enable";
import { finishRotation } from "@/services/tokens/finish-rotation";
import { rotateToken } from "@/services/tokens/rotate";

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

const verdictEverywhere = (jwt: string) => askEverywhere(api, jwt);
const makeProgram = (tenant: Tenant = world.acme) =>
  createOrganization(world.db, world.clock, tenant.accountId, `Program ${randomUUID()}`);
const makeKey = async (tenant: Tenant = world.acme, organizationId?: string) =>
  makeToken(tenant, { type: "api_key", organizationId: organizationId ?? (await makeProgram(tenant)) });
const jwtOf = (key: SigningKey, claims = {}, header = {}) => signJwt(key, world.clock.now, claims, header);
const inSeconds = (seconds: number) => Math.floor(world.clock.now.getTime() / 1000) + seconds;

const whoami = (authorization: string, query = "") =>
  fetch(`${api.url}/api/v1.0/whoami${query}`, { headers: { authorization } });
const forwardAuth = (authorization: string, query = "") =>
  fetch(`${api.url}/v1/forward-auth${query}`, {
    headers: { authorization, "x-keydesk-gateway": api.gateway },
  });

describe("ZI-11 a JWT that an API key signed", () => {
  test("is valid under a token policy that has keys shown once, and so is the key itself", async () => {
    const key = await makeKey(world.other);
    const { context } = world.other.administrator;
    unwrap(await changePolicy(context, { keyCap: 1, keysRevealable: false, graceSecondsMax: 0 }));
    for (const token of [key.secret, await jwtOf(key)]) expect(await verdictEverywhere(token)).toBe("valid");
    const { secret, id } = unwrap(await rotateToken(context, { tokenId: key.id }));
    expect(await verdictEverywhere(await jwtOf({ id, secret }))).toBe("valid");
    unwrap(await changePolicy(context, { keyCap: 20, keysRevealable: true, graceSecondsMax: 604_800 }));
  });

  test("ZI-11 sent with the key's identifier is recognised as that key's, by every face", async () => {
    const organizationId = await makeProgram();
    const [standard, key] = [
      await makeKey(world.acme, organizationId),
      await makeKey(world.acme, organizationId),
    ];
    const jwt = await jwtOf(key, { sub: "visitor-7" });
    expect(await verdictEverywhere(jwt)).toBe("valid");
    const { body } = await api.verify({
      token: jwt,
      permission: "orders:write",
      organization: organizationId,
    });
    expect(body).toMatchObject({
      verdict: "valid",
      token: { id: key.id, type: "api_key" },
      account: { id: world.acme.accountId },
      organization: { id: organizationId },
      permissions: ["*"],
    });
    const forwarded = await forwardAuth(`Bearer ${await jwtOf(standard)}`);
    expect(forwarded.headers.get("x-keydesk-token")).toBe(standard.id);
    const self = (await (await whoami(`Bearer ${jwt}`)).json()) as { token: { id: string } };
    expect(self.token.id).toBe(key.id);
  });

  test("ZI-11 opens the API of its organization as the key does, and is active where it is introspected", async () => {
    const organizationId = await makeProgram();
    const key = await makeKey(world.acme, organizationId);
    const jwt = await jwtOf(key);
    const organization = () =>
      fetch(`${api.url}/api/v1.0/org`, { headers: { authorization: `Bearer ${jwt}` } });
    expect(await (await organization()).json()).toMatchObject({ id: organizationId });
    const introspect = async () => {
      const response = await fetch(`${api.url}/oauth2/introspect`, {
        method: "POST",
        headers: { authorization: `Bearer ${api.gateway}` },
        body: new URLSearchParams({ token: jwt }),
      });
      return ((await response.json()) as { active: boolean }).active;
    };
    expect(await introspect()).toBe(true);
    unwrap(await disableToken(world.acme.administrator.context, { tokenId: key.id }));
    expect(await introspect()).toBe(false);
    expect((await organization()).status).toBe(401);
  });

  test("ZI-11 with another key's identifier it is not: of the program, of another one, of another account, of none", async () => {
    const organizationId = await makeProgram();
    const key = await makeKey(world.acme, organizationId);
    const others = [
      await makeKey(world.acme, organizationId),
      await makeKey(),
      await makeKey(world.other),
      await makeToken(world.acme, { type: "organization" }),
      { id: randomUUID() },
      { id: world.acme.accountId },
    ];
    for (const other of others) {
      expect(await verdictEverywhere(await jwtOf({ id: other.id, secret: key.secret }))).toBe("unknown");
    }
    const self = { id: key.id, secret: others[0] && "secret" in others[0] ? others[0].secret : "" };
    expect(await verdictEverywhere(await jwtOf(self))).toBe("unknown");
  });

  test("ZI-11 without an identifier it is not, also one that the default key signed", async () => {
    const key = await makeKey();
    expect(await verdictEverywhere(await jwtOf(key, {}, { kid: undefined }))).toBe("malformed");
  });

  test("tokens of other types sign nothing, though their strings are secrets too", async () => {
    for (const type of ["organization", "account", "impersonation"] as const) {
      const token = await makeToken(world.acme, { type });
      expect(await verdictEverywhere(await jwtOf(token))).toBe("unknown");
    }
  });

  test("a signature by the key's id, its digest's text, its last four characters or nothing is none", async () => {
    const key = await makeKey();
    for (const secret of [key.id, key.secret.slice(-4), key.secret.slice(3), " "]) {
      expect(await verdictEverywhere(await jwtOf({ id: key.id, secret }))).toBe("unknown");
    }
  });
});

describe("a JWT lives no longer than its own times and its key", () => {
  test("it is refused as expired a minute after exp, and as not yet valid more than a minute before nbf", async () => {
    const key = await makeKey();
    expect(await verdictEverywhere(await jwtOf(key, { exp: inSeconds(-59) }))).toBe("valid");
    expect(await verdictEverywhere(await jwtOf(key, { exp: inSeconds(-60) }))).toBe("expired");
    expect(await verdictEverywhere(await jwtOf(key, { nbf: inSeconds(60) }))).toBe("valid");
    expect(await verdictEverywhere(await jwtOf(key, { nbf: inSeconds(61) }))).toBe("not_yet_valid");
    expect(await verdictEverywhere(await jwtOf(key, { iat: inSeconds(90) }))).toBe("not_yet_valid");
  });

  test("an expired one with a wrong signature is not told apart from any other forgery", async () => {
    const key = await makeKey();
    const forged = { id: key.id, secret: makeTokenString("api_key", "abcd1234", randomBytes).text };
    expect(await verdictEverywhere(await jwtOf(forged, { exp: inSeconds(-600) }))).toBe("unknown");
  });

  test("ZI-05 a disabled key's JWTs are refused at once as disabled, and work again when it is enabled", async () => {
    const key = await makeKey();
    const { context } = world.acme.administrator;
    const jwt = await jwtOf(key);
    unwrap(await disableToken(context, { tokenId: key.id }));
    expect(await verdictEverywhere(jwt)).toBe("disabled");
    expect(await verdictEverywhere(await jwtOf(key, { exp: inSeconds(-600) }))).toBe("disabled");
    unwrap(await enableToken(context, { tokenId: key.id }));
    expect(await verdictEverywhere(jwt)).toBe("valid");
  });

  test("ZI-06 a deleted key's JWTs are refused as revoked; an expired key's as expired", async () => {
    const key = await makeKey();
    const { context } = world.acme.administrator;
    const jwt = await jwtOf(key);
    unwrap(await disableToken(context, { tokenId: key.id }));
    unwrap(await deleteToken(context, { tokenId: key.id }));
    expect(await verdictEverywhere(jwt)).toBe("revoked");
    const organizationId = await makeProgram();
    const expired = await makeTokenInState(world, world.acme, "expired", { type: "api_key", organizationId });
    expect(await verdictEverywhere(await jwtOf(expired))).toBe("expired");
  });

  test("during a rotation both secrets sign; after it the new one alone", async () => {
    const key = await makeKey();
    const { context } = world.acme.administrator;
    const old = await jwtOf(key);
    const { secret } = unwrap(await rotateToken(context, { tokenId: key.id, graceSeconds: 3600 }));
    const current = await jwtOf({ id: key.id, secret });
    expect(await Promise.all([old, current].map(verdictEverywhere))).toEqual(["valid", "valid"]);
    unwrap(await finishRotation(context, { tokenId: key.id }));
    expect(await Promise.all([old, current].map(verdictEverywhere))).toEqual(["unknown", "valid"]);
    unwrap(await rotateToken(context, { tokenId: key.id, graceSeconds: 3600 }));
    world.clock.advance(3600);
    const verdict = await verdictEverywhere(await jwtOf({ id: key.id, secret }));
    world.clock.advance(-3600);
    expect(verdict).toBe("revoked");
  });

  test("the key's allow-list and its organization hold for its JWTs", async () => {
    const key = await makeKey();
    const { context } = world.acme.administrator;
    unwrap(await editToken(context, { tokenId: key.id, ipAllowList: ["10.0.0.0/8"] }));
    const jwt = await jwtOf(key);
    expect(await api.verdictOf(jwt, { ip: "10.1.2.3" })).toBe("valid");
    expect(await api.verdictOf(jwt, { ip: "192.0.2.1" })).toBe("ip_not_allowed");
    const ask = { ip: "10.1.2.3", organization: world.acme.organizationId };
    expect(await api.verdictOf(jwt, ask)).toBe("forbidden");
  });
});

describe("at the door", () => {
  test("a JWT goes as Bearer: with another scheme or none it is refused", async () => {
    const jwt = await jwtOf(await makeKey());
    expect(await api.verdictOf(`Impersonation ${jwt}`)).toBe("wrong_scheme");
    expect((await forwardAuth(jwt)).headers.get("x-keydesk-verdict")).toBe("wrong_scheme");
    expect((await forwardAuth(`Basic ${jwt}`)).headers.get("x-keydesk-verdict")).toBe("missing");
  });

  test("a JWT is no gateway, and an account's own gateway knows no other account's keys", async () => {
    const jwt = await jwtOf(await makeKey(world.other));
    expect((await api.verify({ token: jwt }, jwt)).status).toBe(401);
    const made = await createGateway(world.cli, { name: "Own" }, { accountId: world.acme.accountId });
    const { body } = await api.verify({ token: jwt }, unwrap(made).secret);
    expect(body).toMatchObject({ verdict: "unknown", token: null });
    expect(await api.verdictOf(jwt)).toBe("valid");
  });

  test("aud and iss must be what the deployment expects, where it expects something", async () => {
    const strict = await openApi(world, {
      jwtPolicy: { audience: "https://api.test", issuer: "storefront" },
    });
    const key = await makeKey();
    const verdict = async (claims: object) => strict.verdictOf(await jwtOf(key, claims));
    try {
      expect(await verdict({ aud: ["x", "https://api.test"], iss: "storefront" })).toBe("valid");
      for (const claims of [
        {},
        { aud: "https://api.test" },
        { aud: "x", iss: "storefront" },
        { aud: "https://api.test", iss: "x" },
      ])
        expect(await verdict(claims)).toBe("malformed");
      expect(await strict.verdictOf(key.secret)).toBe("valid");
    } finally {
      await strict.close();
    }
  });

  test("a use of a JWT is a use of its key and of the secret that signed; a refused one is not", async () => {
    const key = await makeKey();
    await verdictEverywhere(await jwtOf(key, { exp: inSeconds(-600) }));
    await api.usage.flush();
    const activity = () => world.db.tokenActivity.findUniqueOrThrow({ where: { tokenId: key.id } });
    expect((await activity()).lastUsedAt).toBeNull();
    await whoami(`Bearer ${await jwtOf(key)}`);
    await api.usage.flush();
    expect((await activity()).lastUsedAt).toEqual(world.clock.now);
    const secret = await world.db.tokenSecret.findFirstOrThrow({ where: { tokenId: key.id } });
    expect(await world.db.tokenCaller.count({ where: { tokenId: key.id, secretId: secret.id } })).toBe(1);
  });

  test("without the database it is 503: neither good nor bad", async () => {
    const away = await openApi(world, { databaseUrl: "postgresql://nobody@127.0.0.1:9/none" });
    try {
      const jwt = await jwtOf(await makeKey());
      const response = await fetch(`${away.url}/api/v1.0/whoami`, {
        headers: { authorization: `Bearer ${jwt}` },
      });
      expect([response.status, response.headers.get("retry-after")]).toEqual([503, "1"]);
    } finally {
      await away.close().catch(() => undefined);
    }
  });

  test("a row moved from another account signs nothing here", async () => {
    const [mine, theirs] = [await makeKey(), await makeKey(world.other)];
    const rowOf = (tokenId: string) =>
      world.db.tokenSecretCiphertext.findFirstOrThrow({ where: { secret: { tokenId } } });
    const [own, taken] = [await rowOf(mine.id), await rowOf(theirs.id)];
    await world.db.tokenSecretCiphertext.delete({ where: { secretId: own.secretId } });
    await world.db.tokenSecretCiphertext.create({
      data: { ...taken, secretId: own.secretId, accountId: own.accountId },
    });
    const forged = { id: mine.id, secret: theirs.secret };
    expect(await verdictEverywhere(await jwtOf(forged))).toBe("unknown");
    expect(await verdictEverywhere(await jwtOf(mine))).toBe("unknown");
  });

  test("no JWT and no key is in a log line or an answer", async () => {
    const key = await makeKey();
    const jwt = await jwtOf(key);
    const bad = `${jwt.slice(0, -2)}${jwt.at(-2) === "A" ? "BA" : "AA"}`;
    const answers = await Promise.all([
      whoami(`Bearer ${jwt}`),
      whoami(`Bearer ${bad}`),
      forwardAuth(`Bearer ${bad}`),
    ]);
    const said = [...api.log, ...(await Promise.all(answers.map((answer) => answer.text())))].join("\n");
    for (const part of [jwt, bad, jwt.split(".")[2]!, key.secret]) expect(said).not.toContain(part);
    expect(said).toContain(key.id);
  });
});
