import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Action, actions, needsReauthentication } from "@/domain/access/actions";
import type { Result } from "@/domain/result";
import type { Context } from "@/services/kernel/context";
import { createOrganization } from "@/services/organizations/create";
import { deleteOrganization } from "@/services/organizations/delete";
import { editOrganization } from "@/services/organizations/edit";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { codeOf, unwrap } from "@/services/testing/tokens";
import { withUnwritableAudit } from "@/services/testing/unwritable-audit";
import { createPerson, createTemplateUser, type Tenant } from "@/services/testing/world";
import { cancelInvitation } from "@/services/users/cancel-invitation";
import { changePermissions } from "@/services/users/change-permissions";
import { changeRole } from "@/services/users/change-role";
import { createTemplateUser as createTemplate } from "@/services/users/create-template";
import { disableUser } from "@/services/users/disable";
import { editTemplateUser } from "@/services/users/edit-template";
import { enableUser } from "@/services/users/enable";
import { endUserSessions } from "@/services/users/end-sessions";
import { inviteUser } from "@/services/users/invite";
import { removeUser } from "@/services/users/remove";
import { createResetLink } from "@/services/users/reset-link";

let world: OpenWorld;
let count = 0;

type Verb = {
  readonly name: string;
  readonly action: Action;
  readonly run: (context: Context, input: unknown) => Promise<Result<unknown>>;
  /** Makes what the verb acts on in a tenant, and the input that names it. */
  readonly prepare: (tenant: Tenant) => Promise<Record<string, unknown>>;
  /** What a faulty caller might send, and the field that is named. */
  readonly bad: readonly (readonly [Record<string, unknown>, string])[];
  /** False where the input names nothing that could belong to somebody else. */
  readonly namesSomething?: false;
};

const unique = (word: string) => `${word} ${++count}`;
const person = async (tenant: Tenant) => {
  const { userId } = await createPerson(world.db, world.clock, {
    accountId: tenant.accountId,
    role: "member",
    name: unique("Person"),
  });
  return { userId };
};
const template = async (tenant: Tenant) => ({
  userId: await createTemplateUser(world.db, world.clock, tenant.accountId, unique("svc")),
});
const noUser = [{ userId: "1" }, "userId"] as const;
const badNames = [
  [{ name: "" }, "name"],
  [{ name: "x".repeat(201) }, "name"],
  [{ name: "a\u0000b" }, "name"],
  [{ name: "gnp.\u202Eexe" }, "name"],
  [{ name: 5 }, "name"],
] as const;

const verbs: readonly Verb[] = [
  {
    name: "invite",
    action: "user.invite",
    run: inviteUser,
    prepare: async () => ({ email: `new${++count}@x.test`, role: "auditor", permissions: ["a:b"] }),
    bad: [
      [{ email: "not an address" }, "email"],
      [{ email: `${"x".repeat(300)}@x.test` }, "email"],
      [{ role: "operator" }, "role"],
      [{ permissions: ["Reports Read"] }, "permissions.0"],
      [{ permissions: Array.from({ length: 101 }, (_, i) => `p${i}`) }, "permissions"],
    ],
    namesSomething: false,
  },
  {
    name: "cancel an invitation",
    action: "user.cancel_invitation",
    run: cancelInvitation,
    prepare: async (tenant) => ({
      invitationId: unwrap(
        await inviteUser(tenant.administrator.context, { email: `c${++count}@x.test`, role: "member" }),
      ).id,
    }),
    bad: [[{ invitationId: "x" }, "invitationId"]],
  },
  {
    name: "change a role",
    action: "user.change_role",
    run: changeRole,
    prepare: async (tenant) => ({ ...(await person(tenant)), role: "auditor" }),
    bad: [noUser, [{ role: "root" }, "role"]],
  },
  {
    name: "change permissions",
    action: "user.change_permissions",
    run: changePermissions,
    prepare: async (tenant) => ({ ...(await template(tenant)), permissions: ["reports:*"] }),
    bad: [
      noUser,
      [{ permissions: "reports:read" }, "permissions"],
      [{ permissions: ["*:x"] }, "permissions.0"],
    ],
  },
  {
    name: "make a reset link",
    action: "user.reset_link",
    run: createResetLink,
    prepare: person,
    bad: [noUser],
  },
  { name: "disable", action: "user.disable", run: disableUser, prepare: person, bad: [noUser] },
  {
    name: "enable",
    action: "user.enable",
    run: enableUser,
    prepare: async (tenant) => {
      const { userId } = await person(tenant);
      await world.db.membership.update({
        where: { userId_accountId: { userId, accountId: tenant.accountId } },
        data: { disabledAt: world.clock.now },
      });
      return { userId };
    },
    bad: [noUser],
  },
  { name: "remove", action: "user.remove", run: removeUser, prepare: person, bad: [noUser] },
  { name: "end sessions", action: "user.end_sessions", run: endUserSessions, prepare: person, bad: [noUser] },
  {
    name: "create a template user",
    action: "template_user.create",
    run: createTemplate,
    prepare: async () => ({ name: unique("svc-new"), permissions: ["a"] }),
    bad: badNames,
    namesSomething: false,
  },
  {
    name: "rename a template user",
    action: "template_user.edit",
    run: editTemplateUser,
    prepare: async (tenant) => ({ ...(await template(tenant)), name: unique("svc-renamed") }),
    bad: [noUser, ...badNames],
  },
  {
    name: "create an organization",
    action: "organization.create",
    run: createOrganization,
    prepare: async () => ({ name: unique("Warehouse"), description: "=cmd()" }),
    bad: [...badNames, [{ description: "x".repeat(501) }, "description"]],
    namesSomething: false,
  },
  {
    name: "edit an organization",
    action: "organization.edit",
    run: editOrganization,
    prepare: async (tenant) => ({
      organizationId: unwrap(
        await createOrganization(tenant.administrator.context, { name: unique("Depot") }),
      ).id,
      name: unique("Depot, renamed"),
    }),
    bad: [[{ organizationId: "1" }, "organizationId"], ...badNames],
  },
  {
    name: "delete an organization",
    action: "organization.delete",
    run: deleteOrganization,
    prepare: async (tenant) => {
      const name = unique("Depot, closed");
      const { id } = unwrap(await createOrganization(tenant.administrator.context, { name }));
      return { organizationId: id, confirmation: name };
    },
    bad: [
      [{ organizationId: "1" }, "organizationId"],
      [{ confirmation: 5 }, "confirmation"],
    ],
  },
];

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
