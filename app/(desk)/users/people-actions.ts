import {
  cancelInvitationAction,
  changePermissionsAction,
  changeRoleAction,
  createTemplateAction,
  disableAction,
  enableAction,
  endSessionsAction,
  inviteAction,
  loadRemovalFactsAction,
  makeResetLinkAction,
  removeAction,
  renameTemplateAction,
  resetSecondFactorsAction,
} from "@/app/(desk)/users/actions";
import type { PeopleActions } from "@/components/people/people-actions";

/** The server actions that pages about people hand to their components. */
export const peopleActions: PeopleActions = {
  invite: inviteAction,
  cancelInvitation: cancelInvitationAction,
  changeRole: changeRoleAction,
  changePermissions: changePermissionsAction,
  disable: disableAction,
  enable: enableAction,
  loadRemovalFacts: loadRemovalFactsAction,
  remove: removeAction,
  endSessions: endSessionsAction,
  makeResetLink: makeResetLinkAction,
  resetSecondFactors: resetSecondFactorsAction,
  createTemplate: createTemplateAction,
  renameTemplate: renameTemplateAction,
};
