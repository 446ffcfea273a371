import { extras, type Row } from "@/e2e/authorisation/row";
import { openProduct } from "@/e2e/support/product";
import type { World } from "@/e2e/support/world";

const views = (name: string) => ({ action: `app/(desk)/saved-view-actions.ts#${name}`, page: "/audit" });

// The account's own id does for the one view that it has.
const withSharedView = async (world: World) => {
  const { accountId, administrator } = world;
  await openProduct().db.savedView.create({
    data: {
      id: accountId,
      accountId,
      userId: administrator.id,
      page: "audit",
      name: "Refusals",
      query: "outcome=refused",
      shared: true,
      createdAt: new Date(),
    },
  });
};

/** Saved views, and what the audit page asks: an auditor saves too, and deletes own ones; an administrator also what others share. */
export const viewsRows: readonly Row[] = [
  {
    action: "app/(desk)/audit/actions.ts#findTargetsAction",
    page: "/audit",
    args: () => ["Target"],
    administrator: "done",
    auditor: "done",
    reads: true,
  },
  {
    ...views("saveViewAction"),
    args: (w) => [{ page: "audit", name: "Refusals", query: "outcome=refused", shared: true, ...extras(w) }],
    administrator: "done",
    auditor: "done",
  },
  {
    ...views("deleteViewAction"),
    args: (w) => [{ viewId: w.accountId, ...extras(w) }],
    prepare: withSharedView,
    administrator: "done",
    auditor: "not_found",
    foreign: "not_found",
  },
];
