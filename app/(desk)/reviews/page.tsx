import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { startReviewActions } from "@/app/(desk)/reviews/review-actions";
import { requireDesk } from "@/app/desk-context";
import { expectDone } from "@/app/expect-done";
import { reviewListParams } from "@/components/reviews/review-params";
import { Reviews } from "@/components/reviews/reviews";
import { canDo } from "@/domain/access/actions";
import { listReviews } from "@/services/reviews/list";

export const metadata: Metadata = { title: "Reviews" };

export default async function ReviewsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { context, viewer } = await requireDesk("review.view");
  const { q, sort, dir, page, per, filters } = await reviewListParams.load(searchParams);
  const asked = { q, sort, dir, page, pageSize: per, ...filters };
  return (
    <Reviews
      page={expectDone(await listReviews(context, asked))}
      mayStart={canDo(viewer, "review.start")}
      actions={startReviewActions}
      isBegun={(await searchParams).start !== undefined}
    />
  );
}
