import { requireDesk } from "@/app/desk-context";
import { expectDone } from "@/app/expect-done";
import type { PeopleParams, TemplateParams } from "@/components/people/people-params";
import { canDo } from "@/domain/access/actions";
import type { PendingInvitation, UserPage } from "@/domain/access/people-views";
import type { Result } from "@/domain/result";
import { listUsers } from "@/services/users/list";
import { listInvitations } from "@/services/users/list-invitations";
import { suggestPermissions } from "@/services/users/permission-suggestions";

/** What every page about people starts from. */
export async function loadPeopleFrame() {
  const { context, viewer } = await requireDesk("user.view");
  const [invitations, suggestions] = await Promise.all([
    listInvitations(context).then(expectDone),
    suggestPermissions(context).then(expectDone),
  ]);
  return { context, viewer, invitations, suggestions, mayEdit: canDo(viewer, "user.invite") };
}

export type PeopleFrame = Awaited<ReturnType<typeof loadPeopleFrame>>;

/** The invitations that can still be answered. */
export function openInvitations(invitations: readonly PendingInvitation[]): number {
  return invitations.filter((invitation) => !invitation.isExpired).length;
}

/** A page of people or template users as the address asks for it. */
export async function loadUsers(
  { context }: Pick<PeopleFrame, "context">,
  kind: "person" | "template",
  state: PeopleParams | TemplateParams,
): Promise<Result<UserPage>> {
  const filters: { status: string[]; role?: string[]; secondStep?: string[] } = state.filters;
  return listUsers(context, {
    kind,
    q: state.q,
    sort: state.sort,
    dir: state.dir,
    page: state.page,
    pageSize: state.per,
    status: filters.status[0],
    role: filters.role?.[0],
    secondStep: filters.secondStep?.[0],
  });
}
