import { afterAll, beforeAll, expect, test } from "vitest";
import type { Role } from "@/domain/access/actions";
import { createApiClient } from "@/services/api-clients/create";
import { disableApiClient } from "@/services/api-clients/disable";
import { enableApiClient } from "@/services/api-clients/enable";
import { rotateApiClientSecret } from "@/services/api-clients/rotate-secret";
import type { Context } from "@/services/kernel/context";
import { makeApiClient, obtainToken } from "@/services/testing/api-clients";
import { createTestContext } from "@/services/testing/context";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { makeTokenContext } from "@/services/testing/token-context";
import { codeOf, unwrap } from "@/services/testing/tokens";
import { createPerson } from "@/services/testing/world";
import { changePermissions } from "@/services/users/change-permissions";
import { changeRole } from "@/services/users/change-role";
import { disableUser } from "@/services/users/disable";
import { enableUser } from "@/services/users/enable";
import { inviteUser } from "@/services/users/invite";

let world: OpenWorld;
let holders: Record<"lasting" | "expiring" | "bound" | "ofClient", Context>;
let count = 0;
beforeAll(async () => {
  world = await openWorld();
  const { acme, db, clock } = world;
  const account = async (more: object) =>
    (await makeTokenContext(world, acme, { type: "account", ...more })).context;
  const { id } = await obtainToken(world, await makeApiClient(acme));
  const { id: secretId } = await db.tokenSecret.findFirstOrThrow({ where: { tokenId: id } });
  holders = {
    lasting: await account({}),
    expiring: await account({ expiresAt: new Date(clock.now.getTime() + 86_400_000) }),
    bound: await account({ ipAllowList: ["192.0.2.0/24"] }),
    ofClient: createTestContext(db, clock, { kind: "token", tokenId: id, secretId, organizationId: null }),
  };
});
afterAll(() => world.close());

/** Whom each kind of account token lets in, written out from decision 8. */
const letsIn = [
  ["lasting", ["administrator", "auditor", "member"]],
  ["ofClient", ["member"]],
  ["expiring", []],
  ["bound", []],
] as const;
const roles = ["administrator", "auditor", "member"] as const;
const cases = letsIn.flatMap(([holder, may]) =>
  roles.map((role) => [holder, role, (may as readonly Role[]).includes(role)] as const),
);

const person = (role: Role) =>
  createPerson(world.db, world.clock, { accountId: world.acme.accountId, role, name: `Person ${++count}` });

/** The code of a verb; what is refused has changed nothing. */
async function outcome(run: () => Promise<Parameters<typeof codeOf>[0]>): Promise<string> {
  const before = await world.dump();
  const code = codeOf(await run());
  expect((await world.dump()) === before, code).toBe(code !== "done");
  return code;
}

test.each(cases)(
  "a token that is %s invites and enables a user of the role %s: %s",
  async (name, role, may) => {
    const expected = may ? "done" : "stronger_token";
    const wanted = { email: `guest${++count}@x.test`, role };
    expect(await outcome(() => inviteUser(holders[name], wanted))).toBe(expected);
    const { userId } = await person(role);
    expect(await outcome(() => disableUser(holders[name], { userId }))).toBe("done");
    expect(await outcome(() => enableUser(holders[name], { userId }))).toBe(expected);
  },
);

/** Roles with which a right comes: members make personal tokens, and auditors do not. */
const raises = [
  ["member", "auditor"],
  ["member", "administrator"],
  ["auditor", "administrator"],
  ["auditor", "member"],
] as const;

test.each(
  letsIn.flatMap(([holder, may]) =>
    raises.map(([from, to]) => [holder, from, to, (may as readonly Role[]).includes(to)] as const),
  ),
)("a token that is %s makes of one who is %s one who is %s: %s", async (name, from, role, may) => {
  const { userId } = await person(from);
  const expected = may ? "done" : "stronger_token";
  expect(await outcome(() => changeRole(holders[name], { userId, role }))).toBe(expected);
});

test.each(letsIn)("a token that is %s takes rights away from anybody", async (name) => {
  for (const role of ["auditor", "member"]) {
    const { userId } = await person("administrator");
    expect(await outcome(() => changeRole(holders[name], { userId, role }))).toBe("done");
  }
});

test.each(letsIn)("a token that is %s adds permissions only if it may let a member in", async (name, may) => {
  const { acme, db } = world;
  const { userId } = await person("administrator");
  const given = (permissions: string[]) => ({ userId, permissions });
  const expected = (may as readonly Role[]).includes("member") ? "done" : "stronger_token";
  const where = { userId_accountId: { userId, accountId: acme.accountId } };
  for (const added of [["reports:*"], ["reports:read", "invoices:read"], ["*"], ["reports"]]) {
    await db.membership.update({ where, data: { permissions: ["reports:read"] } });
    expect(await outcome(() => changePermissions(holders[name], given(added)))).toBe(expected);
  }
  // Narrower, fewer, none: nothing is gained.
  await db.membership.update({ where, data: { permissions: ["reports:*", "invoices:read"] } });
  for (const less of [["reports:*"], ["reports:read", "reports:write:all"], ["reports:read"], []])
    expect(await outcome(() => changePermissions(holders[name], given(less)))).toBe("done");
});

/** Who may make an API client, give it another secret, or enable it: decision 8. */
test.each([
  ["lasting", "done"],
  ["ofClient", "insufficient_scope"],
  ["expiring", "stronger_token"],
  ["bound", "stronger_token"],
] as const)("a token that is %s makes and enables an API client: %s", async (name, expected) => {
  const context = holders[name];
  const { id: apiClientId } = await makeApiClient(world.acme);
  expect(await outcome(() => createApiClient(context, { name: "Heir" }))).toBe(expected);
  expect(await outcome(() => rotateApiClientSecret(context, { apiClientId }))).toBe(expected);
  expect(codeOf(await disableApiClient(context, { apiClientId }))).toBe("done");
  expect(await outcome(() => enableApiClient(context, { apiClientId }))).toBe(expected);
  unwrap(await enableApiClient(world.acme.administrator.context, { apiClientId }));
  // It is enabled already: nothing is handed out, and nothing refused but to whom no client is open.
  const again = expected === "insufficient_scope" ? expected : "done";
  expect(codeOf(await enableApiClient(context, { apiClientId }))).toBe(again);
});

test("people are bound by their rights alone", async () => {
  const { administrator } = world.acme;
  const wanted = { email: `guest${++count}@x.test`, role: "administrator" };
  expect(codeOf(await inviteUser(administrator.context, wanted))).toBe("done");
});
