import { randomUUID } from "node:crypto";
import { personOf } from "@/e2e/authorisation/person-of";
import type { Row } from "@/e2e/authorisation/row";
import { openProduct } from "@/e2e/support/product";
import type { World } from "@/e2e/support/world";
import { plantApp } from "@/services/testing/second-factors";
import { disableUser } from "@/services/users/disable";

const on = (file: string, page: string) => (name: string) => ({ action: `${file}#${name}`, page });
const users = on("app/(desk)/users/actions.ts", "/users");
const organizations = on("app/(desk)/organizations/actions.ts", "/organizations");

const withDisabledAuditor = async (world: World) => {
  await disableUser(await personOf(world.administrator, world), { userId: world.auditor.id });
};

/** People, template users and organizations. */
export const peopleRows: readonly Row[] = [
  {
    ...users("inviteAction"),
    args: () => [{ email: `new.${randomUUID()}@example.com`, role: "member", permissions: [] }],
    administrator: "done",
  },
  {
    ...users("cancelInvitationAction"),
    args: (_, i) => [{ invitationId: i.invitation }],
    administrator: "done",
    foreign: "not_found",
  },
  {
    ...users("changePermissionsAction"),
    args: (w) => [{ userId: w.auditor.id, permissions: ["a:b"] }],
    administrator: "done",
    foreign: "not_found",
  },
  {
    ...users("makeResetLinkAction"),
    args: (w) => [{ userId: w.auditor.id }],
    administrator: "done",
    foreign: "not_found",
  },
  {
    ...users("resetSecondFactorsAction"),
    args: (w) => [{ userId: w.member.id }],
    administrator: "done",
    foreign: "not_found",
    prepare: async (world) => {
      await plantApp(openProduct().db, world.member.id, new Date());
    },
  },
  {
    ...users("createTemplateAction"),
    args: () => [{ name: "svc-new", permissions: [] }],
    administrator: "done",
  },
  {
    ...users("renameTemplateAction"),
    args: (w) => [{ userId: w.templateUser.id, name: "svc-renamed" }],
    administrator: "done",
    foreign: "not_found",
  },
  {
    ...users("endSessionsAction"),
    args: (w) => [{ userId: w.auditor.id }],
    administrator: "done",
    foreign: "not_found",
  },
  {
    ...users("changeRoleAction"),
    args: (w) => [{ userId: w.auditor.id, role: "member" }],
    administrator: "done",
    foreign: "not_found",
  },
  {
    ...users("disableAction"),
    args: (w) => [{ userId: w.auditor.id }],
    administrator: "done",
    foreign: "not_found",
  },
  {
    ...users("enableAction"),
    args: (w) => [{ userId: w.auditor.id }],
    administrator: "done",
    foreign: "not_found",
    prepare: withDisabledAuditor,
    without: "auditor",
  },
  {
    ...users("loadRemovalFactsAction"),
    args: (w) => [w.auditor.id],
    administrator: "done",
    foreign: "not_found",
    reads: true,
  },
  {
    ...users("removeAction"),
    args: (w) => [{ userId: w.auditor.id }],
    administrator: "done",
    foreign: "not_found",
  },
  // An administrator and nobody else can name themselves; the operator is another one.
  {
    ...users("removeAction"),
    args: (_, __, asker) => [{ userId: asker?.id }],
    administrator: "own_user",
    nobody: "invalid_input",
  },
  {
    ...organizations("createOrganizationAction"),
    args: () => [{ name: "New part" }],
    administrator: "done",
  },
  {
    ...organizations("editOrganizationAction"),
    args: (w) => [{ organizationId: w.organization.id, name: "Renamed" }],
    administrator: "done",
    foreign: "not_found",
  },
  {
    ...organizations("loadDeletionFactsAction"),
    args: (w) => [w.organization.id],
    administrator: "done",
    foreign: "not_found",
    reads: true,
  },
  {
    ...organizations("deleteOrganizationAction"),
    args: (w) => [w.organization.id, w.organization.name],
    administrator: "done",
    foreign: "not_found",
  },
];
