import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { actions, needsReauthentication } from "@/domain/access/actions";
import type { Context } from "@/services/kernel/context";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { peopleVerbs } from "@/services/testing/people-verbs";
import { codeOf, unwrap } from "@/services/testing/tokens";
import { withUnwritableAudit } from "@/services/testing/unwritable-audit";
import type { Tenant } from "@/services/testing/world";

let world: OpenWorld;
const verbs = peopleVerbs(() => world);
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.db.session.updateMany({ data: { reauthenticatedAt: world.clock.now } });
});

describe.each(verbs)("$name", (verb) => {
  const change = async (tenant: Tenant, context: Context) => {
    const input = await verb.prepare(tenant);
    const before = await world.dump();
    const result = await verb.run(context, input);
    return { result, changed: (await world.dump()) !== before };
  };

  it("does it for an administrator, with one audit event that names the person", async () => {
    const input = await verb.prepare(world.acme);
    const before = await world.db.auditEvent.count();
    unwrap(await verb.run(world.acme.administrator.context, input));
    expect(await world.db.auditEvent.count()).toBe(before + 1);
    const event = await world.db.auditEvent.findFirst({ orderBy: { id: "desc" } });
    expect(event).toMatchObject({
      action: verb.action,
      outcome: "done",
      accountId: world.acme.accountId,
      actorId: world.acme.administrator.userId,
      ip: "192.0.2.10",
    });
  });

  it("refuses who is not signed in", async () => {
    const { result, changed } = await change(world.acme, world.stranger);
    expect(codeOf(result)).toBe("unauthenticated");
    expect(changed).toBe(false);
  });

  it.each(["auditor", "member", "operatorMember"] as const)(
    "refuses an %s, and records the try",
    async (role) => {
      const { result, changed } = await change(world.acme, world.acme[role].context);
      expect(codeOf(result)).toBe("forbidden");
      expect(changed).toBe(false);
      expect(await world.db.auditEvent.findFirst({ orderBy: { id: "desc" } })).toMatchObject({
        action: "access.refused",
        outcome: "refused",
        actorId: world.acme[role].userId,
        details: { attempted: verb.action },
      });
    },
  );

  it(`${needsReauthentication(verb.action) ? "wants" : "does not want"} the password again after 10 minutes`, async () => {
    const input = await verb.prepare(world.acme);
    await world.db.session.updateMany({
      data: { reauthenticatedAt: new Date(world.clock.now.getTime() - 601_000) },
    });
    const before = await world.dump();
    const code = codeOf(await verb.run(world.acme.administrator.context, input));
    expect(code).toBe(needsReauthentication(verb.action) ? "reauthentication_required" : "done");
    if (code !== "done") expect(await world.dump()).toBe(before);
  });

  if (verb.namesSomething !== false)
    it("answers another account's as if it did not exist", async () => {
      const { result, changed } = await change(world.acme, world.other.administrator.context);
      expect(codeOf(result)).toBe("not_found");
      expect(changed).toBe(false);
      const input = await verb.prepare(world.acme);
      const id = Object.keys(input).find((key) => key.endsWith("Id"))!;
      const unknown = await verb.run(world.other.administrator.context, {
        ...input,
        [id]: "01990000-0000-7000-8000-000000000000",
      });
      expect(unknown).toEqual(result);
    });

  it("takes the account from the session, whatever the input says", async () => {
    const input = {
      ...(await verb.prepare(world.acme)),
      accountId: world.other.accountId,
      isOperator: true,
      kind: "person",
      createdById: world.other.administrator.userId,
    };
    const others = () =>
      world.run(`SELECT count(*)::int AS n FROM "Membership" WHERE "accountId" = $1`, [
        world.other.accountId,
      ]);
    const before = await others();
    const operators = await world.db.user.count({ where: { isOperator: true } });
    unwrap(await verb.run(world.acme.administrator.context, input));
    expect(await others()).toEqual(before);
    expect(await world.db.user.count({ where: { isOperator: true } })).toBe(operators);
    expect(await world.db.auditEvent.findFirst({ orderBy: { id: "desc" } })).toMatchObject({
      accountId: world.acme.accountId,
    });
  });

  it("names the field that is wrong, and changes nothing", async () => {
    const good = await verb.prepare(world.acme);
    const before = await world.dump();
    for (const [wrong, field] of verb.bad) {
      const result = await verb.run(world.acme.administrator.context, { ...good, ...wrong });
      expect(result).toMatchObject({
        refusal: { code: "invalid_input", fields: { [field]: expect.any(String) } },
      });
    }
    for (const nothing of [null, undefined, "text", 7, []])
      expect(codeOf(await verb.run(world.acme.administrator.context, nothing))).toBe("invalid_input");
    expect(await world.dump()).toBe(before);
  });

  it("changes nothing when the audit trail cannot be written", async () => {
    const input = await verb.prepare(world.acme);
    const before = await world.dump();
    await withUnwritableAudit(world, () =>
      expect(verb.run(world.acme.administrator.context, input)).rejects.toThrow(),
    );
    expect(await world.dump()).toBe(before);
  });
});

it("covers every action of people and organizations that changes something", () => {
  const covered = new Set(verbs.map((verb) => verb.action));
  const wanted = Object.keys(actions).filter((action) =>
    /^(user|template_user|organization)\.(?!view)/.test(action),
  );
  expect([...covered].sort()).toEqual(wanted.sort());
});
