"use client";

import { SearchX, UserRoundPen } from "lucide-react";
import { type ReactNode, useCallback, useMemo, useState, useTransition } from "react";
import type { BulkAction, TableSelection } from "@/components/data-table/bulk-bar";
import { DataTable } from "@/components/data-table/data-table";
import { useTableUrlState } from "@/components/data-table/use-table-url-state";
import { DecisionCell } from "@/components/reviews/decision-cell";
import { decisionKeys, decisionLook } from "@/components/reviews/decision-words";
import { itemColumns } from "@/components/reviews/item-columns";
import { itemFilters } from "@/components/reviews/item-filters";
import { itemMenu, reasonAgainstDeciding } from "@/components/reviews/item-menu";
import { NoneWaiting } from "@/components/reviews/none-waiting";
import type { ReviewActions, ReviewRights } from "@/components/reviews/review-actions";
import { type Chosen, type ReviewDialog, ReviewDialogs } from "@/components/reviews/review-dialogs";
import { ReviewEnd } from "@/components/reviews/review-end";
import { ReviewFigures } from "@/components/reviews/review-figures";
import { ReviewHeader } from "@/components/reviews/review-header";
import { reviewItemParams } from "@/components/reviews/review-params";
import { ReviewerProgressList } from "@/components/reviews/reviewer-progress";
import { useGuardedReviewActions } from "@/components/reviews/use-guarded-reviews";
import { useNextUndecided } from "@/components/reviews/use-next-undecided";
import { EmptyState } from "@/components/ui/empty-state";
import { toast } from "@/components/ui/toast";
import { useRefresh } from "@/components/ui/use-refresh";
import { useReturnFocus } from "@/components/ui/use-return-focus";
import { reviewItemsAtOnceMax } from "@/domain/reviews/bounds";
import { seenRevisions } from "@/domain/reviews/decided-meanwhile";
import { decisions } from "@/domain/reviews/decisions";
import { hasEnded } from "@/domain/reviews/review-state";
import type { ReviewDetails, ReviewItem, ReviewItemPage } from "@/domain/reviews/review-views";
import { findTokenForm, holdsTokenForm } from "@/domain/tokens/token-form";

/** A review: how far it is, its tokens, and what the viewer is asked to decide. */
export function ReviewView({
  review,
  page,
  viewer,
  rights,
  actions: given,
  exportButton,
}: {
  review: ReviewDetails;
  page: ReviewItemPage;
  viewer: { readonly userId: string; readonly name: string };
  rights: ReviewRights;
  actions: ReviewActions;
  exportButton: ReactNode;
}) {
  const refreshPage = useRefresh();
  const actions = useGuardedReviewActions(given);
  const [dialog, setDialog] = useState<ReviewDialog | null>(null);
  const [pending, startTransition] = useTransition();
  const url = useTableUrlState(reviewItemParams);
  useReturnFocus(dialog !== null);
  const mayDecide = rights.decide && !hasEnded(review);
  const refresh = () => startTransition(refreshPage);
  const isWaiting = useCallback(
    (item: ReviewItem) =>
      mayDecide && item.decision === "open" && reasonAgainstDeciding(item, viewer.userId) === null,
    [mayDecide, viewer.userId],
  );
  const mine = review.reviewers.find((reviewer) => reviewer.userId === viewer.userId);
  const left = mine ? mine.items - mine.decided : 0;
  const { note, said, goOn } = useNextUndecided(page.rows, isWaiting, left);
  const goOnAfter = (tokenIds: readonly string[], words: string) => {
    goOn(tokenIds, words);
    refresh();
  };

  async function undo({ tokenIds, items }: Chosen) {
    const seen = seenRevisions(items);
    const result = await actions
      .decide({ reviewId: review.id, tokenIds, seen, decision: "open" })
      .catch(() => null);
    if (result?.ok) {
      const words = "The decision is taken back";
      toast.success(words);
      goOnAfter(tokenIds, words);
      return;
    }
    toast.error("Nothing was changed", { description: result?.refusal.message });
    refresh();
  }

  async function remind() {
    const result = await actions.remind(review.id).catch(() => null);
    if (!result?.ok) toast.error("Nobody was reminded", { description: result?.refusal.message });
    else if (result.value.reminded.length === 0) toast("Nobody has tokens left to decide");
    else toast.success(`Reminded ${result.value.reminded.join(", ")}`);
    refresh();
  }

  const hasSeveralReviewers = review.reviewers.length > 1;
  const columns = useMemo(
    () =>
      itemColumns(
        page.now,
        (item) => (
          <DecisionCell
            item={item}
            onDecide={
              mayDecide && reasonAgainstDeciding(item, viewer.userId) === null
                ? (decision) =>
                    setDialog({
                      kind: "decide",
                      decision,
                      chosen: { tokenIds: [item.tokenId], items: [item] },
                    })
                : null
            }
          />
        ),
        hasSeveralReviewers,
      ),
    [page.now, mayDecide, viewer.userId, hasSeveralReviewers],
  );

  function bulkActions({ ids, rows, clear }: TableSelection<ReviewItem>): readonly BulkAction[] {
    const chosen = { tokenIds: ids, items: rows, clear };
    const tooMany = ids.length > reviewItemsAtOnceMax ? `At most ${reviewItemsAtOnceMax} at once` : null;
    const carriedOut = rows.some((row) => row.carriedOutAt) ? "Some are carried out already" : null;
    const others = rows.some((row) => row.reviewerId !== viewer.userId)
      ? "Somebody else is asked about some of them: assign them first"
      : null;
    return [
      ...decisions.map((decision) => ({
        id: decision,
        label: decisionLook[decision].label,
        icon: decisionLook[decision].icon,
        danger: decision === "revoke",
        disabledReason: tooMany ?? carriedOut ?? others,
        onSelect: () => setDialog({ kind: "decide", decision, chosen }),
      })),
      {
        id: "assign",
        label: "Assign",
        icon: <UserRoundPen />,
        disabledReason: tooMany ?? carriedOut,
        onSelect: () => setDialog({ kind: "reassign", chosen }),
      },
    ];
  }

  return (
    <>
      <ReviewHeader
        review={review}
        rights={rights}
        exportButton={exportButton}
        onOpen={setDialog}
        onRemind={() => void remind()}
      />
      <ReviewEnd review={review} />
      <ReviewFigures review={review} viewerId={viewer.userId} current={url.state.filters} />
      {hasSeveralReviewers || review.reviewers.some((reviewer) => !reviewer.mayDecide) ? (
        <ReviewerProgressList
          reviewers={review.reviewers}
          onReassign={mayDecide ? (reviewer) => setDialog({ kind: "reassign-all", reviewer }) : null}
        />
      ) : null}
      {mine && mayDecide && !page.rows.some(isWaiting) ? (
        <NoneWaiting ref={note} review={review} reviewer={mine} />
      ) : null}
      <p role="status" className="sr-only">
        {said}
      </p>
      <DataTable
        label="Tokens in this review"
        params={reviewItemParams}
        columns={columns}
        rows={page.rows}
        total={page.total}
        rowId={(item) => item.tokenId}
        rowName={(item) => item.name}
        rowActions={(item) =>
          itemMenu(item, {
            viewerId: viewer.userId,
            mayDecide,
            open: setDialog,
            undo: (chosen) => void undo(chosen),
          })
        }
        {...(mayDecide ? { bulkActions } : {})}
        filters={itemFilters(review, viewer.userId)}
        search={{
          label: "Search this review",
          placeholder: "Name, notes, last 4 or reason",
          intercept: keepTokensOut,
        }}
        keys={
          mayDecide
            ? decisions.map((decision) => ({
                key: decisionKeys[decision],
                label: `${decisionLook[decision].label} the row’s token`,
                row: true as const,
                onPress: (item: ReviewItem) => {
                  const against = reasonAgainstDeciding(item, viewer.userId);
                  if (against) toast(against);
                  else
                    setDialog({
                      kind: "decide",
                      decision,
                      chosen: { tokenIds: [item.tokenId], items: [item] },
                    });
                },
              }))
            : []
        }
        busy={pending}
        empty={<EmptyState icon={<SearchX />} title="No tokens" />}
      />
      <ReviewDialogs
        review={review}
        open={dialog}
        onOpen={setDialog}
        viewer={viewer}
        actions={actions}
        refresh={refresh}
        goOn={goOnAfter}
        undo={(chosen) => void undo(chosen)}
      />
    </>
  );
}

/** A token must not get into the address: half of one stays in the field, the end of a whole one finds its row as well. */
function keepTokensOut(text: string): null | "hold" | Promise<string> {
  if (!holdsTokenForm(text)) return null;
  const whole = findTokenForm(text);
  return whole === null ? "hold" : Promise.resolve(whole.slice(-4));
}
