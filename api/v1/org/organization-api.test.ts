import { afterAll, beforeAll, expect, test } from "vitest";
import { type Call, createCall } from "@/api/testing/call-api";
import { type OpenApi, openApi } from "@/api/testing/open-api";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { makeToken, noteUse } from "@/services/testing/tokens";
import { createOrganization } from "@/services/testing/world";

let world: OpenWorld;
let api: OpenApi;
let call: Call;
let siblingId: string;
beforeAll(async () => {
  world = await openWorld();
  api = await openApi(world);
  ({ call } = await createCall(api));
  siblingId = await createOrganization(world.db, world.clock, world.acme.accountId, "Acme second");
});
afterAll(async () => {
  await api.close();
  await world.close();
});

const tokens = "/api/v1.0/org/tokens";
const holder = async () => (await makeToken(world.acme, { type: "organization" })).secret;

test("RZ-03 an organization token, prefix OT, generates a named token in its organization and revokes it", async () => {
  const token = await holder();
  expect(token).toMatch(/^OT_/);
  const made = await call("POST", tokens, { token, body: { type: "organization", name: "Forwarder" } });
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({
    name: "Forwarder",
    type: "organization",
    actsAs: world.acme.organizationName,
  });
  expect(made.headers.get("location")).toBe(`${tokens}/${made.body.id}`);
  expect(await api.verdictOf(made.body.secret)).toBe("valid");
  const read = await call("GET", `${tokens}/${made.body.id}`, { token });
  expect(read.body).toMatchObject({
    name: "Forwarder",
    status: "active",
    organization: { id: world.acme.organizationId },
    last4: made.body.secret.slice(-4),
  });
  expect(read.text).not.toContain(made.body.secret);
  expect((await call("DELETE", `${tokens}/${made.body.id}`, { token })).status).toBe(204);
  expect(await api.verdictOf(made.body.secret)).toBe("revoked");
  expect((await call("GET", `${tokens}/${made.body.id}`, { token })).body.status).toBe("deleted");
});

test("RZ-03 an organization token reads and writes its organization, named or not, and no other", async () => {
  const token = await holder();
  const own = `_oid=${world.acme.organizationId}`;
  for (const query of ["", `?${own}`]) {
    const { status, body } = await call("GET", `/api/v1.0/org${query}`, { token });
    expect([status, body.id]).toEqual([200, world.acme.organizationId]);
  }
  const body = { description: "Plants in Lyon" };
  expect((await call("PATCH", "/api/v1.0/org", { token, body })).body.changed).toBe(true);
  expect((await call("GET", "/api/v1.0/org", { token })).body.description).toBe("Plants in Lyon");
  // Unknown, sibling's and another account's: one answer.
  const others = [siblingId, world.other.organizationId, "018f3c7e-5b1a-7c3d-9e2f-4a6b8c0d1e2f"];
  const answers = await Promise.all(others.map((id) => call("GET", `/api/v1.0/org?_oid=${id}`, { token })));
  const told = answers.map(({ status, body: problem }) => [status, { ...problem, requestId: "" }]);
  expect(new Set(told.map((each) => JSON.stringify(each))).size).toBe(1);
  expect(answers[0]).toMatchObject({ status: 403, code: "insufficient_scope" });
});

test("a token in use is revoked over the API without a name to type", async () => {
  const token = await holder();
  const used = await makeToken(world.acme, { type: "organization" });
  await noteUse(world, used.id);
  expect((await call("DELETE", `${tokens}/${used.id}`, { token })).status).toBe(204);
});

test("an API key is disabled before it is deleted, over the API too", async () => {
  const token = await holder();
  const { id } = await makeToken(world.acme, { type: "api_key" });
  expect(await call("DELETE", `${tokens}/${id}`, { token })).toMatchObject({
    status: 409,
    code: "token_enabled",
  });
  expect((await call("POST", `${tokens}/${id}/disable`, { token })).body).toEqual({ id, changed: true });
  expect((await call("POST", `${tokens}/${id}/disable`, { token })).body).toEqual({ id, changed: false });
  expect((await call("DELETE", `${tokens}/${id}`, { token })).status).toBe(204);
});

test("a token rotates itself, and goes on with the new secret only", async () => {
  const { id, secret } = await makeToken(world.acme, { type: "organization" });
  const { body } = await call("POST", `${tokens}/${id}/rotate`, { token: secret });
  expect((await call("GET", "/api/v1.0/org", { token: secret })).code).toBe("invalid_token");
  expect((await call("GET", "/api/v1.0/org", { token: body.secret })).status).toBe(200);
  const late = await call("POST", `${tokens}/${id}/rotate`, {
    token: body.secret,
    body: { expectedLast4: secret.slice(-4) },
  });
  expect(late).toMatchObject({ status: 409, code: "conflict" });
});

test("members that would say whose a token is are refused by name, and change nothing", async () => {
  const token = await holder();
  const smuggled = {
    accountId: world.other.accountId,
    organizationId: siblingId,
    actsAsUserId: world.acme.templateUserId,
    userId: world.acme.administrator.userId,
    createdById: world.acme.administrator.userId,
    requestKey: "018f3c7e-5b1a-7c3d-9e2f-4a6b8c0d1e2f",
    role: "administrator",
    secret: "chosen",
  };
  for (const [name, value] of Object.entries(smuggled)) {
    const body = { type: "organization", name: "Smuggler", [name]: value };
    const created = await call("POST", tokens, { token, body });
    expect([created.status, created.body.fields]).toEqual([422, { [name]: "is not known here" }]);
    const { id } = await makeToken(world.acme, { type: "organization" });
    const edited = await call("PATCH", `${tokens}/${id}`, { token, body: { [name]: value } });
    expect([edited.status, edited.body.fields]).toEqual([422, { [name]: "is not known here" }]);
  }
  expect(await world.db.token.count({ where: { name: "Smuggler" } })).toBe(0);
});
