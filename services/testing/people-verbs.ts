import type { Action } from "@/domain/access/actions";
import type { Result } from "@/domain/result";
import type { Context } from "@/services/kernel/context";
import { createOrganization } from "@/services/organizations/create";
import { deleteOrganization } from "@/services/organizations/delete";
import { editOrganization } from "@/services/organizations/edit";
import { plantApp } from "@/services/testing/second-factors";
import { unwrap } from "@/services/testing/tokens";
import { createPerson, createTemplateUser, type Tenant, type World } from "@/services/testing/world";
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
import { resetSecondFactors } from "@/services/users/reset-second-factors";

let count = 0;

/** A function that changes people or organizations, with what a test of all of them needs to know. */
export type PeopleVerb = {
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
const noUser = [{ userId: "1" }, "userId"] as const;
const badNames = [
  [{ name: "" }, "name"],
  [{ name: "x".repeat(201) }, "name"],
  [{ name: "a\u0000b" }, "name"],
  [{ name: "gnp.\u202Eexe" }, "name"],
  [{ name: 5 }, "name"],
] as const;

/** Every function that changes people or organizations; `world` answers when tests run. */
export function peopleVerbs(world: () => World): readonly PeopleVerb[] {
  const person = async (tenant: Tenant) => {
    const { userId } = await createPerson(world().db, world().clock, {
      accountId: tenant.accountId,
      role: "member",
      name: unique("Person"),
    });
    return { userId };
  };
  const template = async (tenant: Tenant) => ({
    userId: await createTemplateUser(world().db, world().clock, tenant.accountId, unique("svc")),
  });
  return [
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
    {
      name: "remove the second factors",
      action: "user.reset_second_factors",
      run: (context, input) => resetSecondFactors(context, input),
      prepare: async (tenant) => {
        const { userId } = await person(tenant);
        await plantApp(world().db, userId, world().clock.now);
        return { userId };
      },
      bad: [noUser],
    },
    { name: "disable", action: "user.disable", run: disableUser, prepare: person, bad: [noUser] },
    {
      name: "enable",
      action: "user.enable",
      run: enableUser,
      prepare: async (tenant) => {
        const { userId } = await person(tenant);
        await world().db.membership.update({
          where: { userId_accountId: { userId, accountId: tenant.accountId } },
          data: { disabledAt: world().clock.now },
        });
        return { userId };
      },
      bad: [noUser],
    },
    {
      name: "remove",
      action: "user.remove",
      run: removeUser,
      prepare: person,
      bad: [noUser, [{ confirmation: 5 }, "confirmation"]],
    },
    {
      name: "end sessions",
      action: "user.end_sessions",
      run: endUserSessions,
      prepare: person,
      bad: [noUser],
    },
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
}
