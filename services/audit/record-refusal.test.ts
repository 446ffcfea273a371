import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listAuditEvents } from "@/services/audit/list";
import { listGateways } from "@/services/gateways/list";
import type { Context } from "@/services/kernel/context";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { codeOf } from "@/services/testing/tokens";
import { withUnwritableAudit } from "@/services/testing/unwritable-audit";
import { disableUser } from "@/services/users/disable";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const recorded = (actorId: string, attempted?: string) =>
  world.db.auditEvent.findMany({
    where: {
      action: "access.refused",
      actorId,
      ...(attempted ? { details: { equals: { attempted } } } : {}),
    },
  });
const view = (context: Context) => listAuditEvents(context, {});
const later = (seconds: number) => {
  world.clock.now = new Date(world.clock.now.getTime() + seconds * 1000);
};

describe("who is refused", () => {
  it("a read: is on record with who, what, where, and changes nothing else", async () => {
    const { member } = world.acme;
    const before = await world.dump();
    expect(codeOf(await view(member.context))).toBe("forbidden");
    expect(await recorded(member.userId)).toMatchObject([
      {
        accountId: world.acme.accountId,
        actorKind: "user",
        outcome: "refused",
        details: { attempted: "audit.view" },
        ip: "192.0.2.10",
        at: world.clock.now,
      },
    ]);
    expect(await world.dump()).toBe(before);
  });

  it("in a loop: is recorded once in 60 seconds for each action, and again afterwards", async () => {
    const { member } = world.other;
    for (let turn = 0; turn < 10; turn++) {
      expect(codeOf(await view(member.context))).toBe("forbidden");
      expect(codeOf(await listGateways(member.context))).toBe("forbidden");
      expect(codeOf(await disableUser(member.context, { userId: member.userId }))).toBe("forbidden");
      later(5.9);
    }
    expect(await recorded(member.userId, "audit.view")).toHaveLength(1);
    expect(await recorded(member.userId, "gateway.view")).toHaveLength(1);
    expect(await recorded(member.userId, "user.disable")).toHaveLength(1);
    later(1);
    await view(member.context);
    expect(await recorded(member.userId, "audit.view")).toHaveLength(2);
  });

  it("many times at once: is recorded exactly once", async () => {
    const { member } = world.acme;
    later(61);
    const before = (await recorded(member.userId)).length;
    const answers = await Promise.all(Array.from({ length: 30 }, () => view(member.context)));
    expect(new Set(answers.map(codeOf))).toEqual(new Set(["forbidden"]));
    expect(await recorded(member.userId)).toHaveLength(before + 1);
  });

  it("beside others: hides none of their refusals", async () => {
    later(61);
    const { member, operatorMember } = world.acme;
    const count = async () =>
      (await recorded(member.userId)).length + (await recorded(operatorMember.userId)).length;
    const before = await count();
    await view(member.context);
    await view(operatorMember.context);
    expect(await count()).toBe(before + 2);
  });

  it("when the trail cannot be written: gets nothing all the same", async () => {
    later(61);
    await withUnwritableAudit(world, () => expect(view(world.acme.member.context)).rejects.toThrow());
  });
});

it("a stranger's reads leave no event: there is nobody to name", async () => {
  const before = await world.db.auditEvent.count();
  expect(codeOf(await view(world.stranger))).toBe("unauthenticated");
  expect(await world.db.auditEvent.count()).toBe(before);
});
