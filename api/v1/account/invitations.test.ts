import { afterAll, beforeAll, expect, test } from "vitest";
import { type Call, createCall } from "@/api/testing/call-api";
import { type OpenApi, openApi } from "@/api/testing/open-api";
import { acceptInvitation } from "@/services/invitations/accept";
import { baseContext } from "@/services/testing/api-clients";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { codeOf, makeToken, unwrap } from "@/services/testing/tokens";
import type { Tenant } from "@/services/testing/world";
import { inviteUser } from "@/services/users/invite";
import { listInvitations } from "@/services/users/list-invitations";

let world: OpenWorld;
let api: OpenApi;
let call: Call;
let token: string;
let foreign: string;
let count = 0;
beforeAll(async () => {
  world = await openWorld();
  api = await openApi(world);
  ({ call } = await createCall(api));
  const account = async (tenant: Tenant) => (await makeToken(tenant, { type: "account" })).secret;
  [token, foreign] = [await account(world.acme), await account(world.other)];
});
afterAll(async () => {
  await api.close();
  await world.close();
});

const path = "/api/v1.0/account/invitations";
const newAddress = () => `guest${++count}@example.test`;
const ids = async (by: string) =>
  (await call("GET", `${path}?limit=200`, { token: by })).body.items.map(({ id }: { id: string }) => id);
const accept = (link: string) =>
  acceptInvitation(baseContext(world), {
    secret: link.split("#")[1],
    name: "Nia Osei",
    password: "seven green kettles",
  });

test("an invitation is made, found, and accepted once by its link", async () => {
  const body = { email: "Nia.Osei@Example.test", role: "auditor", permissions: ["reports:read"] };
  const made = await call("POST", path, { token, body });
  expect([made.status, made.headers.get("location")]).toEqual([201, `${path}/${made.body.id}`]);
  expect(made.body).toEqual({
    id: made.body.id,
    email: "nia.osei@example.test",
    role: "auditor",
    link: expect.stringMatching(/^http:\/\/localhost:3000\/invitation#[0-9A-Za-z]{43}$/),
    expiresAt: new Date(world.clock.now.getTime() + 7 * 86_400_000).toISOString(),
  });
  const { link, ...shown } = made.body;
  const open = {
    ...shown,
    permissions: ["reports:read"],
    invitedBy: "Nightly sync",
    createdAt: expect.any(String),
  };
  expect((await call("GET", `${path}/${made.body.id}`, { token })).body).toEqual(open);
  expect((await call("GET", path, { token })).body.items[0]).toEqual(open);
  const event = await world.db.auditEvent.findFirstOrThrow({ where: { targetId: made.body.id } });
  expect(event).toMatchObject({
    action: "user.invite",
    actorKind: "token",
    targetName: "nia.osei@example.test",
  });

  expect(codeOf(await accept(link))).toBe("done");
  expect((await call("GET", `${path}/${made.body.id}`, { token })).code).toBe("not_found");
  expect((await call("DELETE", `${path}/${made.body.id}`, { token })).code).toBe("not_found");
  expect(codeOf(await accept(link))).toBe("link_invalid");
  const again = await call("POST", path, { token, body });
  expect([again.status, again.code]).toEqual([409, "already_exists"]);
});

test("a link is in the one answer that made it, and in nothing that is kept, written or answered later", async () => {
  const headers = { "idempotency-key": "invite-1" };
  const body = { email: newAddress(), role: "member" };
  const made = await call("POST", path, { token, body, headers });
  const secret = made.body.link.split("#")[1];
  const again = await call("POST", path, { token, body, headers });
  expect(again.headers.get("idempotency-replayed")).toBe("true");
  expect(again.body).toEqual({ ...made.body, link: null });
  expect(await world.db.invitation.count({ where: { email: body.email } })).toBe(1);
  const answers = [
    again,
    await call("GET", path, { token }),
    await call("GET", `${path}/${made.body.id}`, { token }),
  ];
  const events = await world.run(`SELECT e::text FROM "AuditEvent" e`);
  const desk = unwrap(await listInvitations(world.acme.administrator.context));
  const kept = `${await world.dump()}${JSON.stringify([events, desk, answers])}${api.log.join("")}`;
  expect(kept).toContain(made.body.id);
  expect(kept.includes(secret)).toBe(false);
});

test("a withdrawn invitation is gone, and its link lets nobody in", async () => {
  const made = await call("POST", path, { token, body: { email: newAddress(), role: "member" } });
  const at = `${path}/${made.body.id}`;
  expect((await call("DELETE", at, { token })).status).toBe(204);
  expect(codeOf(await accept(made.body.link))).toBe("link_invalid");
  expect(await ids(token)).not.toContain(made.body.id);
  expect((await call("DELETE", at, { token })).code).toBe("not_found");
  const events = await world.db.auditEvent.findMany({
    where: { targetId: made.body.id },
    orderBy: { id: "asc" },
  });
  expect(events.map(({ action }) => action)).toEqual(["user.invite", "user.cancel_invitation"]);
});

test("another account's invitations are in no list, and cannot be read or withdrawn", async () => {
  const own = (await call("POST", path, { token, body: { email: newAddress(), role: "member" } })).body;
  const theirs = unwrap(
    await inviteUser(world.other.administrator.context, { email: newAddress(), role: "member" }),
  );
  expect(await ids(token)).toContain(own.id);
  expect(await ids(token)).not.toContain(theirs.id);
  expect(await ids(foreign)).toEqual([theirs.id]);
  for (const method of ["GET", "DELETE"] as const) {
    expect((await call(method, `${path}/${theirs.id}`, { token })).code).toBe("not_found");
    expect((await call(method, `${path}/${own.id}`, { token: foreign })).code).toBe("not_found");
  }
  expect(await ids(foreign)).toEqual([theirs.id]);
});

test("who invited is told by name, a new invitation replaces an open one, and an expired one stays until then", async () => {
  const { administrator } = world.acme;
  const email = newAddress();
  const first = unwrap(await inviteUser(administrator.context, { email, role: "member" }));
  const read = (id: string) => call("GET", `${path}/${id}`, { token });
  expect((await read(first.id)).body.invitedBy).toBe(administrator.name);
  const expired = new Date(world.clock.now.getTime() - 1000);
  const createdAt = new Date(expired.getTime() - 7 * 86_400_000);
  await world.db.invitation.update({ where: { id: first.id }, data: { createdAt, expiresAt: expired } });
  expect((await read(first.id)).body.expiresAt).toBe(expired.toISOString());
  const second = await call("POST", path, { token, body: { email, role: "auditor" } });
  expect(second.status).toBe(201);
  expect((await read(first.id)).code).toBe("not_found");
});

test("a password reset link is no invitation", async () => {
  const { accountId, member } = world.acme;
  const id = "01990000-0000-7000-8000-00000000abcd";
  const [createdAt, expiresAt] = [world.clock.now, new Date(world.clock.now.getTime() + 3_600_000)];
  await world.db.invitation.create({
    data: {
      id,
      digest: new Uint8Array(32),
      purpose: "reset",
      accountId,
      userId: member.userId,
      createdAt,
      expiresAt,
    },
  });
  expect(await ids(token)).not.toContain(id);
  for (const method of ["GET", "DELETE"] as const)
    expect((await call(method, `${path}/${id}`, { token })).code).toBe("not_found");
});

test("a token that ends invites nobody over either path, and the answer says what to use", async () => {
  const expiresAt = new Date(world.clock.now.getTime() + 3_600_000);
  const { secret } = await makeToken(world.acme, { type: "account", expiresAt });
  const before = await world.db.invitation.count();
  const person = { email: newAddress(), role: "member" };
  for (const [at, body] of [
    [path, person],
    ["/api/v1.0/account/users", { kind: "person", ...person }],
  ] as const) {
    const refused = await call("POST", at, { token: secret, body });
    expect([refused.status, refused.code]).toEqual([403, "stronger_token"]);
    expect(refused.body.detail).toContain("does not expire");
  }
  expect(await world.db.invitation.count()).toBe(before);
});
