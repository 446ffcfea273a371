import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { startReviewActions } from "@/app/(desk)/reviews/review-actions";
import { requireDesk } from "@/app/desk-context";
import { BadListAddress } from "@/components/data-table/bad-address";
import { reviewListParams, reviewsPath } from "@/components/reviews/review-params";
import { Reviews } from "@/components/reviews/reviews";
import { canDo } from "@/domain/access/actions";
import { listReviews } from "@/services/reviews/list";

export const metadata: Metadata = { title: "Reviews" };

export default async function ReviewsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { context, viewer } = await requireDesk("review.view");
  const { q, sort, dir, page, per, filters } = await reviewListParams.load(searchParams);
  const asked = { q, sort, dir, page, pageSize: per, ...filters };
  const found = await listReviews(context, asked);
  if (!found.ok) return <BadListAddress title="Reviews" refusal={found.refusal} list={reviewsPath} />;
  return (
    <Reviews
      page={found.value}
      mayStart={canDo(viewer, "review.start")}
      actions={startReviewActions}
      isBegun={(await searchParams).start !== undefined}
    />
  );
}
