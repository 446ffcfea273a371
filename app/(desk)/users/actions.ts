"use server";

import { refresh } from "next/cache";
import { getDeskContext } from "@/app/desk-context";
import type { Result } from "@/domain/result";
import type { Context } from "@/services/kernel/context";
import { cancelInvitation } from "@/services/users/cancel-invitation";
import { changePermissions } from "@/services/users/change-permissions";
import { changeRole } from "@/services/users/change-role";
import { createTemplateUser } from "@/services/users/create-template";
import { disableUser } from "@/services/users/disable";
import { editTemplateUser } from "@/services/users/edit-template";
import { enableUser } from "@/services/users/enable";
import { endUserSessions } from "@/services/users/end-sessions";
import { inviteUser } from "@/services/users/invite";
import { loadUserRemovalFacts } from "@/services/users/removal-facts";
import { removeUser } from "@/services/users/remove";
import { createResetLink } from "@/services/users/reset-link";
import { resetSecondFactors } from "@/services/users/reset-second-factors";

const isGone = (result: Result<unknown>) => !result.ok && result.refusal.code === "not_found";
const isOutdated = (result: Result<unknown>) =>
  isGone(result) || (!result.ok && result.refusal.code === "conflict");

// The page behind the dialog shows the change with the same answer.
async function run<T>(
  verb: (context: Context, input: unknown) => Promise<Result<T>>,
  input: unknown,
): Promise<Result<T>> {
  const result = await verb(await getDeskContext(), input);
  // Also when somebody else was first: the list that named the user is an old one.
  if (result.ok || isOutdated(result)) refresh();
  return result;
}

export async function inviteAction(input: unknown) {
  return run(inviteUser, input);
}
export async function cancelInvitationAction(input: unknown) {
  return run(cancelInvitation, input);
}
export async function changeRoleAction(input: unknown) {
  return run(changeRole, input);
}
export async function changePermissionsAction(input: unknown) {
  return run(changePermissions, input);
}
export async function disableAction(input: unknown) {
  return run(disableUser, input);
}
export async function enableAction(input: unknown) {
  return run(enableUser, input);
}
export async function loadRemovalFactsAction(userId: string) {
  const result = await loadUserRemovalFacts(await getDeskContext(), { userId });
  if (isGone(result)) refresh();
  return result;
}
export async function removeAction(input: unknown) {
  return run(removeUser, input);
}
export async function endSessionsAction(input: unknown) {
  return run(endUserSessions, input);
}
export async function makeResetLinkAction(input: unknown) {
  return run(createResetLink, input);
}
export async function resetSecondFactorsAction(input: unknown) {
  return run((context, given) => resetSecondFactors(context, given), input);
}
export async function createTemplateAction(input: unknown) {
  return run(createTemplateUser, input);
}
export async function renameTemplateAction(input: unknown) {
  return run(editTemplateUser, input);
}
