import { CircleDashed, CircleSlash, Clock, PenLine } from "lucide-react";
import type { ReactNode } from "react";
import { Status } from "@/components/ui/status";
import type { Tone } from "@/components/ui/tone";
import type { ReviewState } from "@/domain/reviews/review-state";

const look: Record<ReviewState, { tone: Tone; icon: ReactNode; words: string }> = {
  open: { tone: "neutral", icon: <CircleDashed />, words: "Open" },
  overdue: { tone: "warn", icon: <Clock />, words: "Overdue" },
  signed: { tone: "ok", icon: <PenLine />, words: "Signed" },
  cancelled: { tone: "neutral", icon: <CircleSlash />, words: "Cancelled" },
};

/** The name of a state, as filters call it. */
export const stateWords = (state: ReviewState) => look[state].words;

export function ReviewStatus({ state }: { state: ReviewState }) {
  const { tone, icon, words } = look[state];
  return (
    <Status tone={tone} icon={icon}>
      {words}
    </Status>
  );
}
