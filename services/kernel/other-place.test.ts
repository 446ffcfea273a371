import { afterAll, beforeAll, expect, test } from "vitest";
import type { Context } from "@/services/kernel/context";
import { switchAccount } from "@/services/sessions/switch-account";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { codeOf } from "@/services/testing/tokens";
import { createToken } from "@/services/tokens/create";
import { listTokens } from "@/services/tokens/list";
import { inviteUser } from "@/services/users/invite";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
  // The administrator of one account is one of the other, too.
  const { userId } = world.acme.administrator;
  const membership = { userId, accountId: world.other.accountId, role: "administrator" as const };
  await world.db.membership.create({ data: { ...membership, createdAt: world.clock.now } });
});
afterAll(() => world.close());

/** The administrator's session, asked by a page of an account. */
function pageOf(accountId: string, userId = world.acme.administrator.userId): Context {
  const { context, sessionId } = world.acme.administrator;
  return { ...context, claim: { kind: "session", sessionId, place: { userId, accountId } } };
}

const verbs: Record<string, (context: Context) => Promise<string>> = {
  create: async (context) => codeOf(await createToken(context, { type: "personal", name: "Laptop" })),
  invite: async (context) =>
    codeOf(await inviteUser(context, { email: `${crypto.randomUUID()}@x.test`, role: "administrator" })),
  list: async (context) => codeOf(await listTokens(context, {})),
};

test.each(Object.keys(verbs))(
  "%s: a page of the account before does nothing in the present one",
  async (verb) => {
    const ask = verbs[verb]!;
    const { acme, other } = world;
    expect(await ask(pageOf(acme.accountId))).toBe("done");
    expect(codeOf(await switchAccount(pageOf(acme.accountId), { accountId: other.accountId }))).toBe("done");
    const before = await world.dump();
    expect(await ask(pageOf(acme.accountId))).toBe("other_account");
    expect(await ask(pageOf(other.accountId, acme.otherAdministrator.userId))).toBe("other_account");
    expect(await world.dump()).toBe(before);
    expect(await ask(pageOf(other.accountId))).toBe("done");
    // Back again is possible from any page, also from one that was left behind.
    expect(codeOf(await switchAccount(pageOf(acme.accountId), { accountId: acme.accountId }))).toBe("done");
  },
);
