import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadActor } from "@/services/kernel/load-actor";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { codeOf, unwrap } from "@/services/testing/tokens";
import { createPerson, createTenant, type Person, type Tenant } from "@/services/testing/world";
import { changeRole } from "@/services/users/change-role";
import { disableUser } from "@/services/users/disable";
import { inviteUser } from "@/services/users/invite";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld({ connectionsMax: 20 });
});
afterAll(() => world.close());

// A tenant whose only administrators are the given number of new ones.
async function tenantWith(count: number): Promise<{ tenant: Tenant; people: Person[] }> {
  const tenant = await createTenant(world.db, world.clock, "Guarded");
  await world.db.membership.updateMany({
    where: { accountId: tenant.accountId, role: "administrator" },
    data: { role: "member" },
  });
  const people = [];
  for (let i = 0; i < count; i++)
    people.push(
      await createPerson(world.db, world.clock, {
        accountId: tenant.accountId,
        role: "administrator",
        name: `Administrator ${i}`,
      }),
    );
  return { tenant, people };
}

const administrators = (tenant: Tenant) =>
  world.db.membership.count({
    where: { accountId: tenant.accountId, role: "administrator", disabledAt: null },
  });

describe("the last administrator", () => {
  it("can neither be disabled nor lose the role", async () => {
    const { tenant, people } = await tenantWith(1);
    const only = people[0]!;
    expect(codeOf(await disableUser(only.context, { userId: only.userId }))).toBe("last_administrator");
    expect(codeOf(await changeRole(only.context, { userId: only.userId, role: "member" }))).toBe(
      "last_administrator",
    );
    expect(await administrators(tenant)).toBe(1);
  });

  it("is not made up for by a template user, a disabled administrator or another account's", async () => {
    const { people, tenant } = await tenantWith(2);
    await world.db.user.update({ where: { id: people[1]!.userId }, data: { disabledAt: world.clock.now } });
    await world.db.membership.update({
      where: { userId_accountId: { userId: tenant.templateUserId, accountId: tenant.accountId } },
      data: { role: "administrator" },
    });
    const result = await disableUser(people[0]!.context, { userId: people[0]!.userId });
    expect(codeOf(result)).toBe("last_administrator");
  });

  it("stays when two administrators take the role from each other at the same time", async () => {
    for (let round = 0; round < 5; round++) {
      const { tenant, people } = await tenantWith(2);
      const [one, two] = people as [Person, Person];
      const codes = (
        await Promise.all([
          changeRole(one.context, { userId: two.userId, role: "member" }),
          changeRole(two.context, { userId: one.userId, role: "member" }),
        ])
      ).map(codeOf);
      expect(codes.filter((code) => code === "done")).toHaveLength(1);
      expect(["forbidden", "last_administrator"]).toContain(codes.find((code) => code !== "done"));
      expect(await administrators(tenant)).toBe(1);
    }
  });

  it("stays when all eight disable one another at the same time", async () => {
    const { tenant, people } = await tenantWith(8);
    const results = await Promise.all(
      people.map((each, i) => disableUser(each.context, { userId: people[(i + 1) % 8]!.userId })),
    );
    expect(results.filter((result) => result.ok).length).toBeGreaterThan(0);
    expect(await administrators(tenant)).toBeGreaterThan(0);
    const left = await administrators(tenant);
    expect(left).toBe(8 - results.filter((result) => result.ok).length);
  });
});

describe("disabling", () => {
  it("ends the sessions in that account at once, and no others", async () => {
    const { acme, other } = world;
    await world.db.membership.create({
      data: {
        userId: acme.member.userId,
        accountId: other.accountId,
        role: "member",
        createdAt: world.clock.now,
      },
    });
    const elsewhere = await world.db.session.create({
      data: {
        id: "01990000-0000-7000-8000-00000000000a",
        userId: acme.member.userId,
        accountId: other.accountId,
        createdAt: world.clock.now,
        lastSeenAt: world.clock.now,
        expiresAt: new Date(world.clock.now.getTime() + 86_400_000),
        reauthenticatedAt: world.clock.now,
        ip: "192.0.2.10",
        userAgent: "",
      },
    });
    const result = unwrap(await disableUser(acme.administrator.context, { userId: acme.member.userId }));
    expect(result.sessionsEnded).toBe(1);
    const actor = (sessionId: string) =>
      loadActor(world.db, { kind: "session", sessionId }, world.clock.now, false);
    expect(await actor(acme.member.sessionId)).toBeNull();
    expect(await actor(elsewhere.id)).not.toBeNull();
    const again = unwrap(await disableUser(acme.administrator.context, { userId: acme.member.userId }));
    expect(again).toMatchObject({ changed: false });
  });

  it("takes away the links that the person handed out, so that nobody lets themselves in again", async () => {
    const { people, tenant } = await tenantWith(2);
    const [keeper, leaver] = people as [Person, Person];
    unwrap(await inviteUser(leaver.context, { email: "me-again@x.test", role: "administrator" }));
    unwrap(await changeRole(keeper.context, { userId: leaver.userId, role: "auditor" }));
    const open = await world.db.invitation.count({
      where: { accountId: tenant.accountId, cancelledAt: null },
    });
    expect(open).toBe(0);
  });
});
