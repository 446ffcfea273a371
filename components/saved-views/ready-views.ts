import type { ViewPage } from "@/domain/saved-views/saved-view";

/** Views that every account has. */
export const readyViews: Record<ViewPage, readonly { readonly name: string; readonly query: string }[]> = {
  audit: [
    { name: "Refused", query: "outcome=refused" },
    { name: "Secrets looked at", query: "action=token.reveal" },
    { name: "Roles changed", query: "action=user.change_role" },
    { name: "By the command line", query: "actor=cli" },
  ],
  tokens: [
    { name: "Inventory, deleted ones too", query: "status=active,disabled,expired,not_yet_valid,deleted" },
    { name: "Never expire", query: "status=active&expiring=never" },
    { name: "Owner gone", query: "status=active&ownerGone=true" },
  ],
};
