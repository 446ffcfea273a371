"use client";

import { ClipboardCheck, Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { DataTable } from "@/components/data-table/data-table";
import { RefreshButton } from "@/components/data-table/refresh-button";
import { usePageCommands } from "@/components/frame/page-commands";
import { useBegun } from "@/components/frame/use-begun";
import type { StartReviewActions } from "@/components/reviews/review-actions";
import { reviewColumns } from "@/components/reviews/review-columns";
import { reviewListParams, reviewPath } from "@/components/reviews/review-params";
import { stateWords } from "@/components/reviews/review-status";
import { StartReviewDialog } from "@/components/reviews/start-review-dialog";
import { useGuardedStart } from "@/components/reviews/use-guarded-reviews";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { useOpener } from "@/components/ui/use-opener";
import { useRefresh } from "@/components/ui/use-refresh";
import { reviewStates } from "@/domain/reviews/review-state";
import type { ReviewPage } from "@/domain/reviews/review-views";

const stateFilter = {
  id: "state",
  label: "State",
  options: reviewStates.map((state) => ({ value: state, label: stateWords(state) })),
};

/** The account's reviews: what goes on first, the one due next on top. */
export function Reviews({
  page,
  mayStart,
  actions: given,
  isBegun,
}: {
  page: ReviewPage;
  mayStart: boolean;
  actions: StartReviewActions;
  /** The page was opened to start one. */
  isBegun: boolean;
}) {
  const router = useRouter();
  const refresh = useRefresh();
  const actions = useGuardedStart(given);
  const [starting, setStarting] = useState(false);
  const columns = useMemo(() => reviewColumns(page.now), [page.now]);
  const opener = useOpener(() => setStarting(mayStart));
  useBegun(isBegun, opener.press);
  usePageCommands(
    useMemo(
      () => (mayStart ? [{ id: "start", label: "Start review", shortcut: "n", run: opener.press }] : []),
      [mayStart, opener.press],
    ),
  );
  const startButton = mayStart ? (
    <Button
      variant="primary"
      icon={<Plus />}
      className="max-sm:flex-1"
      aria-keyshortcuts="n"
      ref={opener.button}
      onClick={opener.press}
    >
      Start review
    </Button>
  ) : null;
  return (
    <>
      <PageHeader
        title="Reviews"
        actions={
          <>
            <RefreshButton />
            {startButton}
          </>
        }
      />
      <DataTable
        label="Reviews"
        params={reviewListParams}
        columns={columns}
        rows={page.rows}
        total={page.total}
        rowId={(review) => review.id}
        rowName={(review) => review.name}
        rowHref={reviewPath}
        filters={[stateFilter]}
        search={{ label: "Search reviews", placeholder: "Name of a review" }}
        keys={mayStart ? [{ key: "n", label: "Start review", onPress: opener.press }] : []}
        empty={
          <EmptyState icon={<ClipboardCheck />} title="No reviews yet" actions={startButton}>
            In a review, people decide about each of a set of tokens whether it stays, is disabled or revoked,
            and say why. Once all is decided and carried out, somebody signs the result, and it can be
            exported.
          </EmptyState>
        }
      />
      {starting ? (
        <StartReviewDialog
          filter={null}
          actions={actions}
          onClose={() => setStarting(false)}
          onStarted={(id) => {
            router.push(reviewPath({ id }));
            // The side bar counts it.
            refresh();
          }}
        />
      ) : null}
    </>
  );
}
