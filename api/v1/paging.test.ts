import { afterAll, beforeAll, expect, test } from "vitest";
import { type Call, createCall } from "@/api/testing/call-api";
import { type OpenApi, openApi } from "@/api/testing/open-api";
import { makeApiClient } from "@/services/testing/api-clients";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { makeToken, makeTokenInState, unwrap } from "@/services/testing/tokens";
import { createOrganization, createPerson } from "@/services/testing/world";
import { inviteUser } from "@/services/users/invite";

let world: OpenWorld;
let api: OpenApi;
let call: Call;
let token: string;
beforeAll(async () => {
  world = await openWorld();
  api = await openApi(world);
  ({ call } = await createCall(api));
  token = (await makeToken(world.acme, { type: "account" })).secret;
  const { db, clock, acme } = world;
  for (let i = 0; i < 9; i++) {
    // Some at the same moment: the id decides between them.
    if (i % 3 === 0) clock.advance(1);
    await makeToken(acme, { type: "organization", name: `Token ${i}` });
    await createOrganization(db, clock, acme.accountId, `Depot ${i}`);
    await createPerson(db, clock, { accountId: acme.accountId, role: "member", name: `Person ${i}` });
    await makeApiClient(acme, `Client ${i}`);
    unwrap(await inviteUser(acme.administrator.context, { email: `guest${i}@example.test`, role: "member" }));
  }
});
afterAll(async () => {
  await api.close();
  await world.close();
});

type Page = { items: { id: string; name: string }[]; nextCursor: string | null };

async function readAll(path: string, limit: number, between: () => Promise<void> = async () => {}) {
  const pages: Page[] = [];
  let cursor: string | null = null;
  do {
    const joint = path.includes("?") ? "&" : "?";
    const at: string = `${path}${joint}limit=${limit}${cursor ? `&cursor=${cursor}` : ""}`;
    const { status, body } = await call("GET", at, { token });
    expect(status).toBe(200);
    pages.push(body as Page);
    cursor = (body as Page).nextCursor;
    await between();
  } while (cursor !== null);
  return pages;
}

const lists = {
  tokens: "/api/v1.0/account/tokens",
  organizations: "/api/v1.0/account/orgs",
  users: "/api/v1.0/account/users",
  invitations: "/api/v1.0/account/invitations",
  "API clients": "/api/v1.0/account/clients",
};

test.each(Object.entries(lists))("%s come page by page, each row once, in one order", async (_name, path) => {
  const [whole] = await readAll(path, 200);
  for (const limit of [1, 4, 9]) {
    const pages = await readAll(path, limit);
    expect(pages.flatMap(({ items }) => items.map(({ id }) => id))).toEqual(whole!.items.map(({ id }) => id));
    expect(pages.slice(0, -1).every(({ items }) => items.length === limit)).toBe(true);
  }
});

test("rows that come and go between two pages move no other row", async () => {
  const before = (await readAll(lists.tokens, 200))[0]!.items.map(({ id }) => id);
  let made = 0;
  const pages = await readAll(lists.tokens, 3, async () => {
    if (made++ > 2) return;
    world.clock.advance(1);
    await makeToken(world.acme, { type: "organization", name: `Late ${made}` });
  });
  expect(pages.flatMap(({ items }) => items.map(({ id }) => id))).toEqual(before);
});

test("an organization's list holds its own tokens only, also with a cursor of the account's list", async () => {
  const sibling = await createOrganization(world.db, world.clock, world.acme.accountId, "Acme second");
  const own = await makeToken(world.acme, { type: "organization", organizationId: sibling });
  const [first] = await readAll(lists.tokens, 1);
  const at = (query: string) => call("GET", `/api/v1.0/org/tokens?_oid=${sibling}${query}`, { token });
  expect((await at("")).body.items.map(({ id }: { id: string }) => id)).toEqual([own.id]);
  expect((await at(`&cursor=${first!.nextCursor}`)).body.items).toEqual([]);
});

test("the grid's filters narrow the list, and deleted tokens are in it only when they are asked for", async () => {
  const deleted = await makeTokenInState(world, world.acme, "deleted", {
    type: "organization",
    name: "Gone",
  });
  const disabled = await makeTokenInState(world, world.acme, "disabled", {
    type: "organization",
    name: "Paused",
  });
  const ids = async (query: string) =>
    (await call("GET", `${lists.tokens}?limit=200${query}`, { token })).body.items.map(
      ({ id }: { id: string }) => id,
    );
  expect(await ids("")).not.toContain(deleted.id);
  expect(await ids("&status=deleted")).toEqual([deleted.id]);
  expect(await ids("&status=disabled")).toEqual([disabled.id]);
  expect(await ids("&status=disabled,deleted")).toEqual([disabled.id, deleted.id].sort().reverse());
  expect(await ids("&q=Paused")).toEqual([disabled.id]);
  expect(await ids("&type=account")).toHaveLength(1);
  expect(await ids(`&organization=${world.other.organizationId}`)).toEqual([]);
  expect((await call("GET", `${lists.tokens}?type=gateway`, { token })).code).toBe("invalid_input");
});
