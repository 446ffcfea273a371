import type { Metadata, Route } from "next";
import type { SearchParams } from "nuqs/server";
import { exportActions } from "@/app/(desk)/exports/export-actions";
import { reviewActions } from "@/app/(desk)/reviews/review-actions";
import { requireDesk } from "@/app/desk-context";
import { expectDone } from "@/app/expect-done";
import { BadListAddress } from "@/components/data-table/bad-address";
import { ExportButton } from "@/components/export/export-button";
import { reviewItemParams, reviewPath } from "@/components/reviews/review-params";
import { ReviewView } from "@/components/reviews/review-view";
import { canDo } from "@/domain/access/actions";
import { listReviewItems } from "@/services/reviews/list-items";
import { loadReview } from "@/services/reviews/load";

export const metadata: Metadata = { title: "Review" };

type Props = { params: Promise<{ reviewId: string }>; searchParams: Promise<SearchParams> };

export default async function ReviewPage({ params, searchParams }: Props) {
  const { context, viewer } = await requireDesk("review.view");
  const { reviewId } = await params;
  const { q, sort, dir, page, per, filters } = await reviewItemParams.load(searchParams);
  const asked = { reviewId, q, sort, dir, page, pageSize: per, ...filters };
  const [review, items] = await Promise.all([
    loadReview(context, { reviewId }),
    listReviewItems(context, asked),
  ]);
  const shown = expectDone(review);
  if (!items.ok)
    return <BadListAddress title={shown.name} refusal={items.refusal} list={reviewPath(shown) as Route} />;
  return (
    <ReviewView
      review={shown}
      page={items.value}
      viewer={{ userId: viewer.userId, name: viewer.name }}
      rights={{
        start: canDo(viewer, "review.start"),
        decide: canDo(viewer, "review.decide"),
        carryOut: canDo(viewer, "review.carry_out"),
        signOff: canDo(viewer, "review.sign_off"),
      }}
      actions={reviewActions}
      exportButton={
        canDo(viewer, "review.export") ? (
          <ExportButton what="reviews" filter={{ review: reviewId }} actions={exportActions} />
        ) : null
      }
    />
  );
}
