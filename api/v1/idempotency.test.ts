import { afterAll, beforeAll, expect, test } from "vitest";
import { type Call, createCall } from "@/api/testing/call-api";
import { type OpenApi, openApi } from "@/api/testing/open-api";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { makeToken } from "@/services/testing/tokens";
import { withUnwritableAudit } from "@/services/testing/unwritable-audit";

let world: OpenWorld;
let api: OpenApi;
let call: Call;
let token: string;
let count = 0;
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

const newKey = () => `key-${++count}`;
const newName = () => `Depot ${++count}`;
type More = { token?: string; body?: unknown };
const send = (path: string, key: string, { token: as = token, body }: More = {}) =>
  call("POST", path, { token: as, body, headers: { "idempotency-key": key } });
const orgs = "/api/v1.0/account/orgs";
const tokens = "/api/v1.0/account/tokens";

test("the same key and body make one thing, and get the same answer", async () => {
  const [key, name] = [newKey(), newName()];
  const first = await send(orgs, key, { body: { name, description: "" } });
  const again = await send(orgs, key, { body: { description: "", name } });
  expect([again.status, again.body]).toEqual([201, first.body]);
  expect(first.headers.get("idempotency-replayed")).toBeNull();
  expect(again.headers.get("idempotency-replayed")).toBe("true");
  expect(again.headers.get("location")).toBe(first.headers.get("location"));
  expect(await world.db.organization.count({ where: { name } })).toBe(1);
  expect(await world.db.auditEvent.count({ where: { targetId: first.body.id } })).toBe(1);
});

test("a secret is in the first answer only: not in a later one, a table, an event or a log line", async () => {
  const sent = [
    [tokens, { type: "account", name: newName() }, "secret"],
    [`${tokens}/${(await makeToken(world.acme, { type: "account" })).id}/rotate`, {}, "secret"],
    ["/api/v1.0/account/clients", { name: newName() }, "secret"],
    ["/api/v1.0/account/invitations", { email: "once.too@example.test", role: "auditor" }, "link"],
    ["/api/v1.0/account/users", { kind: "person", email: "once@example.test", role: "member" }, "link"],
  ] as const;
  for (const [path, body, member] of sent) {
    const key = newKey();
    const first = await send(path, key, { body });
    const again = await send(path, key, { body });
    expect(again.body, path).toEqual({ ...first.body, [member]: null });
    expect(first.body[member], path).toMatch(/^(?:CT_|CS_|http)/);
    const events = await world.run(`SELECT e::text FROM "AuditEvent" e`);
    const kept = `${await world.dump()}${JSON.stringify(events)}${api.log.join("")}`;
    expect(kept.includes(first.body[member]), path).toBe(false);
  }
});

test("the same key with another body, path or organization is refused, and does nothing", async () => {
  const key = newKey();
  await send(orgs, key, { body: { name: newName() } });
  const before = await world.db.organization.count();
  for (const [path, body] of [
    [orgs, { name: newName() }],
    [orgs, { name: newName(), description: "" }],
    [tokens, { type: "account", name: "A" }],
    [`/api/v1.0/org/tokens?_oid=${world.acme.organizationId}`, { type: "api_key", name: "A" }],
  ] as const) {
    expect(await send(path, key, { body })).toMatchObject({
      status: 422,
      code: "idempotency_key_reused",
    });
  }
  expect(await world.db.organization.count()).toBe(before);
});

test("of twenty at once with one key, one does it; the others hear of it, or that it is under way", async () => {
  const [key, name] = [newKey(), newName()];
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => send(tokens, key, { body: { type: "account", name } })),
  );
  const rows = await world.db.token.findMany({ where: { name } });
  expect(rows).toHaveLength(1);
  const secrets = answers.filter(({ status, body }) => status === 201 && body.secret !== null);
  expect(secrets).toHaveLength(1);
  for (const { status, code, body } of answers) {
    if (status === 409) expect(code).toBe("request_in_progress");
    else expect([status, body.id]).toEqual([201, rows[0]!.id]);
  }
});

test("what is under way is answered with 409 until it is done", async () => {
  const key = newKey();
  const name = newName();
  // Holds the creation up in the middle: its audit row waits for this transaction.
  await world.run("BEGIN");
  await world.run(`LOCK TABLE "AuditEvent" IN EXCLUSIVE MODE`);
  const first = send(orgs, key, { body: { name } });
  await world.someoneWaitsFor("AuditEvent");
  expect(await send(orgs, key, { body: { name } })).toMatchObject({
    status: 409,
    code: "request_in_progress",
  });
  await world.run("COMMIT");
  expect((await first).status).toBe(201);
  expect((await send(orgs, key, { body: { name } })).body).toEqual((await first).body);
});

test("a refused or failed request keeps nothing: sent again, it is tried again", async () => {
  const key = newKey();
  const name = newName();
  await withUnwritableAudit(world, async () => {
    expect((await send(orgs, key, { body: { name } })).status).toBe(500);
  });
  expect((await send(orgs, key, { body: { name } })).status).toBe(201);
  const other = newKey();
  expect((await send(orgs, other, { body: { name } })).code).toBe("already_exists");
  await world.db.organization.updateMany({ where: { name }, data: { name: newName() } });
  expect((await send(orgs, other, { body: { name } })).status).toBe(201);
});

test("a key is its token's own", async () => {
  const key = newKey();
  const second = await makeToken(world.acme, { type: "account" });
  const foreign = await makeToken(world.other, { type: "account" });
  const ids = new Set<string>();
  for (const { secret } of [{ secret: token }, second, foreign]) {
    ids.add((await send(orgs, key, { token: secret, body: { name: newName() } })).body.id);
  }
  expect(ids.size).toBe(3);
});

test("a key holds for a day; after that it stands for a new request", async () => {
  const key = newKey();
  const first = await send(orgs, key, { body: { name: "Depot of a day" } });
  world.clock.advance(86_399);
  expect((await send(orgs, key, { body: { name: "Depot of a day" } })).body).toEqual(first.body);
  world.clock.advance(1);
  expect((await send(orgs, key, { body: { name: newName() } })).body.id).not.toBe(first.body.id);
});

test.each([
  ["an empty one", '""'],
  ["more than 255 characters", "x".repeat(256)],
  ["a blank in it", "a b"],
])("a key is refused with 400: %s", async (_what, key) => {
  const name = newName();
  expect(await send(orgs, key, { body: { name } })).toMatchObject({ status: 400, code: "invalid_request" });
  expect(await world.db.organization.count({ where: { name } })).toBe(0);
});

test("a key is taken quoted, as the draft has it, and bare", async () => {
  const key = newKey();
  const name = newName();
  const first = await send(orgs, `"${key}"`, { body: { name } });
  expect((await send(orgs, key, { body: { name } })).body).toEqual(first.body);
});
