import { afterAll, beforeAll, expect, test } from "vitest";
import { type Call, createCall } from "@/api/testing/call-api";
import { type OpenApi, openApi } from "@/api/testing/open-api";
import { changePolicy } from "@/services/policy/change";
import { makeApiClient, obtainToken } from "@/services/testing/api-clients";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { makeToken, unwrap } from "@/services/testing/tokens";

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

const account = "/api/v1.0/account";

test("RZ-04 an account token, prefix CT, makes an organization, a token in it, and deletes both", async () => {
  expect(token).toMatch(/^CT_/);
  const made = await call("POST", `${account}/orgs`, { token, body: { name: "Depot Graz" } });
  expect(made.status).toBe(201);
  const { id } = made.body;
  const child = await call("POST", `/api/v1.0/org/tokens?_oid=${id}`, {
    token,
    body: { type: "organization", name: "Forwarder" },
  });
  expect(await api.verdictOf(child.body.secret)).toBe("valid");
  expect((await call("GET", `${account}/orgs/${id}`, { token })).body.name).toBe("Depot Graz");
  const path = `${account}/orgs/${id}`;
  expect((await call("DELETE", `${path}?confirmation=Graz`, { token })).code).toBe("confirmation_mismatch");
  const gone = await call("DELETE", `${path}?confirmation=Depot%20Graz`, { token });
  expect(gone.body).toEqual({ id, tokens: 1 });
  expect(await api.verdictOf(child.body.secret)).toBe("revoked");
  expect((await call("GET", path, { token })).code).toBe("not_found");
});

test("RZ-04 an account token makes and removes users: an invited person, and a template user", async () => {
  const body = { kind: "person", email: "nia.osei@example.test", role: "auditor" };
  const invited = await call("POST", `${account}/users`, { token, body });
  expect([invited.status, invited.body.kind]).toEqual([201, "person"]);
  expect(invited.body.link).toMatch(/^http:\/\/localhost:3000\/invitation#/);
  const invitation = await world.db.invitation.findUniqueOrThrow({ where: { id: invited.body.id } });
  expect(invitation).toMatchObject({ accountId: world.acme.accountId, role: "auditor" });
  const template = { kind: "template", name: "svc-billing", permissions: ["billing:read"] };
  const { id } = (await call("POST", `${account}/users`, { token, body: template })).body;
  expect((await call("GET", `${account}/users/${id}`, { token })).body).toMatchObject({
    kind: "template",
    permissions: ["billing:read"],
  });
  expect((await call("DELETE", `${account}/users/${id}`, { token })).body).toEqual({ id, tokens: 0 });
  expect((await call("GET", `${account}/users/${id}`, { token })).code).toBe("not_found");
});

test("RZ-04 _oid is required for calls in an organization, and names only organizations of the account", async () => {
  const at = (oid: string) => call("GET", `/api/v1.0/org${oid}`, { token });
  expect(await at("")).toMatchObject({ status: 400, code: "organization_required" });
  expect((await at(`?_oid=${world.acme.organizationId}`)).body.id).toBe(world.acme.organizationId);
  expect(await at(`?_oid=${world.other.organizationId}`)).toMatchObject({
    status: 403,
    code: "insufficient_scope",
  });
  expect(await at("?_oid=1")).toMatchObject({ status: 400, code: "invalid_request" });
  const twice = `?_oid=${world.acme.organizationId}&_oid=${world.acme.organizationId}`;
  expect(await at(twice)).toMatchObject({ status: 400, code: "invalid_request" });
  expect((await at(`?_oid=${world.acme.organizationId}`)).headers.get("www-authenticate")).toBeNull();
});

test("a role that changes counts from the next call of that user's token", async () => {
  const { secret } = await makeToken(world.acme, { type: "personal", by: world.acme.otherMember });
  const read = () => call("GET", `${account}/users?limit=1`, { token: secret });
  expect((await read()).code).toBe("forbidden");
  const path = `${account}/users/${world.acme.otherMember.userId}`;
  const promoted = await call("PATCH", path, { token, body: { role: "auditor" } });
  expect(promoted.body.changed).toBe(true);
  expect((await read()).status).toBe(200);
  await call("PATCH", path, { token, body: { disabled: true } });
  expect((await read()).code).toBe("invalid_token");
});

test("ZE-04 a good token that its user's role, or a question to a person, holds back is told so in RFC 6750's words", async () => {
  const personalOf = async (by: typeof world.acme.member) =>
    (await makeToken(world.acme, { type: "personal", by })).secret;
  const name = "Depot Linz";
  for (const [secret, path, body, code] of [
    [await personalOf(world.acme.member), "/orgs", { name }, "forbidden"],
    [await personalOf(world.acme.administrator), "/tokens", { type: "account", name }, "person_required"],
  ] as const) {
    const answer = await call("POST", `${account}${path}`, { token: secret, body });
    expect(answer).toMatchObject({ status: 403, code, body: { error: "insufficient_scope" } });
    expect(answer.headers.get("www-authenticate")).toMatch(
      /^Bearer realm="Keydesk", error="insufficient_scope", /,
    );
  }
});

test("a user is changed in one respect at a time, so that no change is left half done", async () => {
  const path = `${account}/users/${world.acme.member.userId}`;
  for (const body of [{}, { role: "auditor", disabled: true }, { role: "operator" }, { isOperator: true }]) {
    expect((await call("PATCH", path, { token, body })).code).toBe("invalid_input");
  }
});

test("what an API client obtained makes no account token and no client, and what its organization needs it makes", async () => {
  const client = await makeApiClient(world.acme);
  const { secret } = await obtainToken(world, client);
  const ask = (path: string, body: object) => call("POST", path, { token: secret, body });
  const wanted = { type: "account", name: "Heir" };
  expect((await ask(`${account}/tokens`, wanted)).code).toBe("stronger_token");
  expect((await ask(`${account}/clients`, { name: "Heir" })).code).toBe("insufficient_scope");
  const named = { type: "export", name: "Nightly", organizationId: world.acme.organizationId };
  expect((await ask(`${account}/tokens`, named)).status).toBe(201);
});

test("a program reads the account's token policy and is held to it, and does not change it", async () => {
  const { secret } = await makeToken(world.acme, { type: "account" });
  const ask = (method: "GET" | "PATCH" | "POST", path: string, body?: object) =>
    call(method, `${account}${path}`, { token: secret, ...(body ? { body } : {}) });
  const { context } = world.acme.administrator;
  unwrap(await changePolicy(context, { lifetimeDaysMax: 30, graceSecondsMax: 0 }));
  expect((await ask("GET", "")).body.tokenPolicy).toEqual({
    keyCap: 20,
    lifetimeDaysMax: 30,
    graceSecondsMax: 0,
    keysRevealable: true,
  });
  expect((await ask("PATCH", "", { tokenPolicy: { lifetimeDaysMax: null } })).code).toBe("invalid_input");
  const wanted = { type: "account", name: "Nightly" };
  const refused = await ask("POST", "/tokens", wanted);
  expect([refused.status, refused.code]).toEqual([422, "expiry_beyond_policy"]);
  expect(refused.body.fields).toHaveProperty("expiresAt");
  const expiresAt = new Date(world.clock.now.getTime() + 30 * 86_400_000).toISOString();
  const made = await ask("POST", "/tokens", { ...wanted, expiresAt });
  expect(made.status).toBe(201);
  const path = `/tokens/${made.body.id}`;
  expect((await ask("PATCH", path, { expiresAt: null })).code).toBe("expiry_beyond_policy");
  expect((await ask("POST", `${path}/rotate`, { graceSeconds: 3600 })).code).toBe("grace_beyond_policy");
  expect((await ask("POST", `${path}/rotate`)).status).toBe(200);
  unwrap(await changePolicy(context, { lifetimeDaysMax: null, graceSecondsMax: 604_800 }));
});

test("every token is revoked at once, the one that asks among them, when their number is confirmed", async () => {
  const { secret } = await makeToken(world.other, { type: "account" });
  const second = await makeToken(world.other, { type: "organization" });
  const ask = (confirmation: string) =>
    call("POST", `${account}/tokens/revoke-all`, { token: secret, body: { confirmation } });
  const wrong = await ask("1");
  expect([wrong.status, wrong.body.detail]).toEqual([409, expect.stringContaining("2")]);
  expect((await ask("2")).body).toEqual({ count: 2 });
  expect(await api.verdictOf(second.secret)).toBe("revoked");
  expect((await ask("0")).code).toBe("invalid_token");
});
