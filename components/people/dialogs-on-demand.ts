"use client";

import { dialogOnDemand } from "@/components/ui/dialog-on-demand";

/** The forms about people and invitations, for the pages and menus that open them. */
export const InviteDialog = dialogOnDemand(
  async () => (await import("@/components/people/invite-dialog")).InviteDialog,
);
export const PermissionsDialog = dialogOnDemand(
  async () => (await import("@/components/people/permissions-dialog")).PermissionsDialog,
);
export const RoleDialog = dialogOnDemand(
  async () => (await import("@/components/people/role-dialog")).RoleDialog,
);
export const TemplateDialog = dialogOnDemand(
  async () => (await import("@/components/people/template-dialog")).TemplateDialog,
);
