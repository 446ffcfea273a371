import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readMigrations } from "@/prisma/migration-files";
import { deleteApiClient } from "@/services/api-clients/delete";
import { disableApiClient } from "@/services/api-clients/disable";
import { enableApiClient } from "@/services/api-clients/enable";
import { revokeClientToken } from "@/services/api-clients/revoke-token";
import { rotateApiClientSecret } from "@/services/api-clients/rotate-secret";
import { acceptInvitation } from "@/services/invitations/accept";
import type { Context } from "@/services/kernel/context";
import { revokePresented } from "@/services/oauth/revoke-presented";
import { baseContext, makeApiClient, obtainToken, proveClient } from "@/services/testing/api-clients";
import { createTestContext } from "@/services/testing/context";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { makeTokenContext } from "@/services/testing/token-context";
import { codeOf, unwrap } from "@/services/testing/tokens";
import { createTenant, type Tenant } from "@/services/testing/world";
import { actOnTokens } from "@/services/tokens/bulk";
import { deleteToken } from "@/services/tokens/delete";
import { disableToken } from "@/services/tokens/disable";
import { editToken } from "@/services/tokens/edit";
import { enableToken } from "@/services/tokens/enable";
import { revokeToken } from "@/services/tokens/revoke";
import { revokeAllTokens } from "@/services/tokens/revoke-all";
import { rotateToken } from "@/services/tokens/rotate";
import { rotateTokens } from "@/services/tokens/rotate-many";
import { inviteUser } from "@/services/users/invite";
import { listInvitations } from "@/services/users/list-invitations";

let world: OpenWorld;
let tenant: Tenant;
let count = 0;
beforeAll(async () => {
  world = await openWorld({ connectionsMax: 20 });
});
afterAll(() => world.close());
beforeEach(async () => {
  tenant = await createTenant(world.db, world.clock, "Cleo Inc");
});

const admin = () => tenant.administrator.context;
type Holder = { readonly id: string; readonly context: Context };
const account = (of = tenant) => makeTokenContext(world, of, { type: "account" });

/** What a client's hour buys: a token of its own with a context. */
async function obtained(credentials: Parameters<typeof obtainToken>[1]) {
  const { id, secret } = await obtainToken(world, credentials);
  const { id: secretId } = await world.db.tokenSecret.findFirstOrThrow({ where: { tokenId: id } });
  const claim = { kind: "token", tokenId: id, secretId, organizationId: null } as const;
  return { id, secret, context: createTestContext(world.db, world.clock, claim) };
}

const invite = async (context: Context) =>
  unwrap(await inviteUser(context, { email: `guest${++count}@x.test`, role: "member" })).path.split("#")[1]!;

const accept = async (secret: string) =>
  codeOf(
    await acceptInvitation(baseContext(world), { secret, name: "Nia Osei", password: "seven green kettles" }),
  );

const lastEvent = (targetId: string) =>
  world.db.auditEvent.findFirstOrThrow({ where: { targetId }, orderBy: { id: "desc" } });
const last4Of = async (id: string) => (await world.db.token.findUniqueOrThrow({ where: { id } })).last4;
const soon = () => new Date(world.clock.now.getTime() + 3_600_000);

const endsOfTokens: [string, (token: Holder) => Promise<Parameters<typeof codeOf>[0]>][] = [
  ["is deleted", ({ id }) => deleteToken(admin(), { tokenId: id })],
  ["is deleted among many", ({ id }) => actOnTokens(admin(), { tokenIds: [id], action: "delete" })],
  ["is revoked on the command line", ({ id }) => revokeToken(world.cli, { tokenId: id })],
  ["is disabled", ({ id }) => disableToken(admin(), { tokenId: id })],
  ["is disabled among many", ({ id }) => actOnTokens(admin(), { tokenIds: [id], action: "disable" })],
  ["is rotated", ({ id }) => rotateToken(admin(), { tokenId: id })],
  ["is rotated with a grace period", ({ id }) => rotateToken(admin(), { tokenId: id, graceSeconds: 3600 })],
  [
    "is rotated among many",
    async ({ id }) =>
      rotateTokens(admin(), { tokens: [{ tokenId: id, expectedLast4: await last4Of(id) }], graceSeconds: 0 }),
  ],
  ["is given an end", ({ id }) => editToken(admin(), { tokenId: id, expiresAt: soon() })],
  ["is bound to addresses", ({ id }) => editToken(admin(), { tokenId: id, ipAllowList: ["192.0.2.0/24"] })],
];

describe("the links that a token handed out end when it", () => {
  test.each(endsOfTokens)("%s, with their number in its event; other links stay", async (_how, end) => {
    const token = await account();
    const links = [await invite(token.context), await invite(token.context)];
    const others = [
      await invite((await account()).context),
      await invite(admin()),
      await invite((await account(world.other)).context),
    ];
    unwrap(await end(token));
    expect((await lastEvent(token.id)).details).toMatchObject({ cancelledLinks: 2 });
    for (const link of links) expect(await accept(link)).toBe("link_invalid");
    for (const link of others) expect(await accept(link)).toBe("done");
  });

  test("is revoked with all others, also when it has expired by then", async () => {
    const client = await makeApiClient(tenant);
    const expired = await invite((await obtained(client)).context);
    world.clock.advance(3600);
    await signInAgain();
    const live = await invite((await account()).context);
    const ofAPerson = await invite(admin());
    const foreign = await invite((await account(world.other)).context);
    unwrap(await revokeAllTokens(admin(), { confirmation: "1" }));
    const where = { accountId: tenant.accountId, action: "token.revoke_all" };
    expect((await world.db.auditEvent.findFirstOrThrow({ where })).details).toEqual({
      count: 1,
      cancelledLinks: 2,
    });
    for (const link of [expired, live]) expect(await accept(link)).toBe("link_invalid");
    for (const link of [ofAPerson, foreign]) expect(await accept(link)).toBe("done");
  });
});

test("what changes nothing of a token's rights ends no link, and enabling it brings none back", async () => {
  const token = await account();
  const link = await invite(token.context);
  unwrap(await editToken(admin(), { tokenId: token.id, name: "Renamed", notes: "For the new office" }));
  unwrap(await enableToken(admin(), { tokenId: token.id }));
  expect(unwrap(await listInvitations(admin()))[0]).toMatchObject({ invitedBy: "Renamed" });
  expect((await lastEvent(token.id)).details).not.toHaveProperty("cancelledLinks");
  const used = await invite(token.context);
  expect(await accept(used)).toBe("done");
  unwrap(await disableToken(admin(), { tokenId: token.id }));
  expect((await lastEvent(token.id)).details).toMatchObject({ cancelledLinks: 1 });
  unwrap(await enableToken(admin(), { tokenId: token.id }));
  expect(await accept(link)).toBe("link_invalid");
  expect(unwrap(await listInvitations(admin()))).toEqual([]);
});

type Client = Awaited<ReturnType<typeof makeApiClient>>;
const endsOfClients: [string, (client: Client) => Promise<Parameters<typeof codeOf>[0]>][] = [
  ["is disabled", ({ id }) => disableApiClient(admin(), { apiClientId: id })],
  ["gets another secret", ({ id }) => rotateApiClientSecret(admin(), { apiClientId: id })],
  [
    "gets another secret and loses its tokens",
    ({ id }) => rotateApiClientSecret(admin(), { apiClientId: id, revokeTokens: true }),
  ],
  ["is deleted", ({ id, name }) => deleteApiClient(admin(), { apiClientId: id, confirmation: name })],
];

describe("the links that an API client's tokens handed out end when the client", () => {
  test.each(endsOfClients)("%s, those of expired tokens too; others stay", async (_how, end) => {
    const client = await makeApiClient(tenant);
    const expired = await invite((await obtained(client)).context);
    world.clock.advance(3600);
    await signInAgain();
    const live = await invite((await obtained(client)).context);
    const others = [
      await invite((await obtained(await makeApiClient(tenant))).context),
      await invite((await account()).context),
      await invite((await obtained(await makeApiClient(world.other))).context),
    ];
    unwrap(await end(client));
    expect((await lastEvent(client.id)).details).toMatchObject({ cancelledLinks: 2 });
    for (const link of [expired, live]) expect(await accept(link)).toBe("link_invalid");
    for (const link of others) expect(await accept(link)).toBe("done");
  });

  test("hands in one of its tokens, or an administrator revokes one: those of that token", async () => {
    const client = await makeApiClient(tenant);
    const [first, second, third] = [await obtained(client), await obtained(client), await obtained(client)];
    const links = [await invite(first.context), await invite(second.context)];
    const other = await invite(third.context);
    const context = await proveClient(world, client);
    if (context.claim.kind !== "client") throw new Error("no client");
    unwrap(await revokePresented({ ...context, claim: context.claim }, first.secret, { accountId: null }));
    unwrap(await revokeClientToken(admin(), { tokenId: second.id }));
    for (const { id } of [first, second])
      expect((await lastEvent(id)).details).toMatchObject({ cancelledLinks: 1 });
    for (const link of links) expect(await accept(link)).toBe("link_invalid");
    expect(await accept(other)).toBe("done");
  });
});

test("an invitation that waits for the end of its API client is not made", async () => {
  const client = await makeApiClient(tenant);
  const { context } = await obtained(client);
  await world.run("BEGIN");
  try {
    await world.run(`SELECT 1 FROM "ApiClient" WHERE "id" = $1 FOR UPDATE`, [client.id]);
    await world.run(`UPDATE "ApiClient" SET "disabledAt" = $2 WHERE "id" = $1`, [client.id, world.clock.now]);
    const asked = inviteUser(context, { email: `guest${++count}@x.test`, role: "member" });
    const waiting = `SELECT 1 FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid`;
    await expect.poll(async () => (await world.run(waiting)).length).toBe(1);
    await world.run("COMMIT");
    expect(codeOf(await asked)).toBe("unauthenticated");
  } finally {
    await world.run("ROLLBACK");
  }
  unwrap(await enableApiClient(admin(), { apiClientId: client.id }));
  expect(unwrap(await listInvitations(admin()))).toEqual([]);
});

test("of invitations that race with the end of their token or client none is left open", async () => {
  const client = await makeApiClient(tenant);
  const token = await account();
  const holders = [token, await obtained(client)];
  const asked = holders.flatMap(({ context }) =>
    Array.from({ length: 8 }, () => inviteUser(context, { email: `guest${++count}@x.test`, role: "member" })),
  );
  const ends = [
    deleteToken(admin(), { tokenId: token.id }),
    disableApiClient(admin(), { apiClientId: client.id }),
  ];
  expect((await Promise.all(ends)).map(codeOf)).toEqual(["done", "done"]);
  const made = (await Promise.all(asked)).filter((result) => result.ok).length;
  expect(unwrap(await listInvitations(admin()))).toEqual([]);
  const where = { accountId: tenant.accountId };
  expect(await world.db.invitation.count({ where })).toBe(made);
  const events = await world.db.auditEvent.findMany({
    where: { ...where, action: { in: ["token.delete", "api_client.disable"] } },
  });
  const told = events.map(({ details }) => (details as { cancelledLinks?: number }).cancelledLinks ?? 0);
  expect(told.reduce((sum, links) => sum + links, 0)).toBe(made);
});

test("the table takes no token of another account, whoever writes", async () => {
  const foreign = await account(world.other);
  const insert = (tokenId: string | null) =>
    world.run(
      `INSERT INTO "Invitation" ("id", "digest", "purpose", "accountId", "createdByTokenId", "createdAt", "expiresAt")
       VALUES ($1::uuid, sha256($1::text::bytea), 'invitation', $2, $3, now(), now())`,
      [uuidv7(), tenant.accountId, tokenId],
    );
  await expect(insert(foreign.id)).rejects.toThrow("one of its account");
  await expect(insert(uuidv7())).rejects.toThrow("one of its account");
  await insert((await account()).id);
  // As nodes of the version before write it.
  await insert(null);
  const move = `UPDATE "Invitation" SET "createdByTokenId" = $2 WHERE "accountId" = $1`;
  await expect(world.run(move, [tenant.accountId, foreign.id])).rejects.toThrow("one of its account");
});

test("the migration finds the token of an open invitation in the audit trail", async () => {
  const token = await account();
  await invite(token.context);
  await invite(admin());
  const where = { accountId: tenant.accountId };
  const files = readMigrations().filter(({ name }) => name.endsWith("_bind_links_to_tokens"));
  const fill = /^UPDATE [^;]+;/m.exec(files[0]?.sql ?? "")?.[0] ?? "";
  await world.db.invitation.updateMany({ where, data: { createdByTokenId: null } });
  await world.run(fill);
  expect(await world.db.invitation.count({ where: { ...where, createdByTokenId: token.id } })).toBe(0);
  await world.run(`UPDATE "Invitation" SET "expiresAt" = now() + interval '1 hour' WHERE "accountId" = $1`, [
    tenant.accountId,
  ]);
  await world.run(fill);
  const rows = await world.db.invitation.findMany({ where, orderBy: { id: "asc" } });
  expect(rows.map(({ createdById, createdByTokenId }) => [createdById, createdByTokenId])).toEqual([
    [null, token.id],
    [tenant.administrator.userId, null],
  ]);
});

// The clock has moved on beyond the last proof of the password.
async function signInAgain() {
  const now = world.clock.now;
  await world.db.session.updateMany({ data: { reauthenticatedAt: now, lastSeenAt: now } });
}
