import type { Desk } from "@/app/desk-context";
import { expectDone } from "@/app/expect-done";
import { canDo, isHeldUp } from "@/domain/access/actions";
import { loadReviewNotices } from "@/services/reviews/notices";

/** What the side bar says beside its entries: how many reviews wait for the viewer, "2 due" or "1 overdue". */
export async function navigationNotes({ context, viewer }: Desk): Promise<Record<string, string>> {
  if (!canDo(viewer, "review.view") || isHeldUp(viewer, "review.view")) return {};
  const notices = expectDone(await loadReviewNotices(context));
  const overdue = notices.filter((notice) => notice.isOverdue).length;
  if (notices.length === 0) return {};
  return { "/reviews": overdue > 0 ? `${overdue} overdue` : `${notices.length} due` };
}
