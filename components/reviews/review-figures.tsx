import { reviewItemParams, reviewPath } from "@/components/reviews/review-params";
import { StatChip } from "@/components/ui/stat-chip";
import type { Tone } from "@/components/ui/tone";
import { hasEnded } from "@/domain/reviews/review-state";
import type { ReviewDetails } from "@/domain/reviews/review-views";

type Filters = NonNullable<Parameters<typeof reviewItemParams.href>[1]["filters"]>;
type Chip = { label: string; count: number; tone: Tone; filters: Filters };

/** The numbers of a review; each leads to exactly the tokens that it counts. Those that count nothing are left out. */
export function ReviewFigures({
  review,
  viewerId,
  current,
}: {
  review: ReviewDetails;
  viewerId: string;
  /** The filters that are applied. */
  current: Filters;
}) {
  const { counts, waiting } = review;
  const mine = review.reviewers.find((reviewer) => reviewer.userId === viewerId);
  const myOpen = mine && !hasEnded(review) ? mine.items - mine.decided : 0;
  const chips: Chip[] = [
    {
      label: "for you to decide",
      count: myOpen,
      tone: "warn",
      filters: { decision: ["open"], reviewer: [viewerId] },
    },
    { label: "not decided", count: counts.open, tone: "neutral", filters: { decision: ["open"] } },
    { label: "keep", count: counts.keep, tone: "ok", filters: { decision: ["keep"] } },
    { label: "disable", count: counts.disable, tone: "warn", filters: { decision: ["disable"] } },
    { label: "revoke", count: counts.revoke, tone: "bad", filters: { decision: ["revoke"] } },
    {
      label: "to carry out",
      count: waiting.disable + waiting.revoke,
      tone: "warn",
      filters: { carried: ["waiting"] },
    },
    {
      label: "changed since it began",
      count: review.changed ?? 0,
      tone: "warn",
      filters: { changed: ["true"] },
    },
  ];
  return (
    <nav aria-label="Figures" className="mb-4 flex flex-wrap gap-1.5">
      {chips
        .filter(({ count }) => count > 0)
        .map(({ filters, ...chip }) => {
          const active = isSame(filters, current);
          return (
            <StatChip
              key={chip.label}
              {...chip}
              active={active}
              // Once more on the chip that holds leads back to all tokens.
              href={reviewItemParams.href(reviewPath(review), active ? {} : { filters })}
            />
          );
        })}
    </nav>
  );
}

function isSame(wanted: Filters, current: Filters): boolean {
  const names = ["decision", "reviewer", "changed", "carried"] as const;
  return names.every((name) => String(wanted[name] ?? "") === String(current[name] ?? ""));
}
