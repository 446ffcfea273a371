"use client";

import { type SubmitEvent, useEffect, useRef } from "react";
import { decisionLook } from "@/components/reviews/decision-words";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { formatCount } from "@/components/ui/format-count";
import { DateTime } from "@/components/ui/relative-time";
import type { DecidedMeanwhile } from "@/domain/reviews/decided-meanwhile";

const shownMax = 5;
const leaveOut = "leave-out";

/** Whether a form was sent to decide about the others only. */
export function leavesOut({ nativeEvent }: SubmitEvent<HTMLFormElement>): boolean {
  return nativeEvent.submitter?.getAttribute("name") === leaveOut;
}

/**
 * Who decided what, when and why while the viewer looked at something older. Takes the focus as it comes, so that it is read. Its
 * button sends the form that it stands in, so that a fault is found as by any other: `leavesOut`.
 */
export function MeanwhileCallout({
  decided,
  count,
  viewerId,
}: {
  decided: readonly DecidedMeanwhile[];
  /** About how many tokens the viewer wanted to decide. */
  count: number;
  viewerId: string;
}) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (decided.length > 0) box.current?.focus();
  }, [decided]);
  const isOne = decided.length === 1;
  const more = decided.length - shownMax;
  const isTaken = decided.some(({ reviewerId }) => reviewerId !== viewerId);
  return (
    <div ref={box} role="alert" tabIndex={-1}>
      <Callout
        tone="warn"
        title={
          count === 1
            ? "Somebody else decided meanwhile"
            : `${formatCount(decided.length)} of the ${formatCount(count)} tokens ${isOne ? "was" : "were"} decided about by others meanwhile`
        }
        action={
          decided.length < count ? (
            <Button type="submit" name={leaveOut} size="sm">
              Leave {isOne ? "it" : `these ${formatCount(decided.length)}`} out
            </Button>
          ) : null
        }
      >
        <ul className="mt-0.5 grid gap-1">
          {decided.slice(0, shownMax).map((each) => (
            <li key={each.tokenId} className="wrap-anywhere">
              {count === 1 ? null : <strong className="font-medium text-ink">{each.name}: </strong>}
              {decisionLook[each.decision].label}, by {each.decidedByName},{" "}
              <DateTime at={each.decidedAt} precision="minute" />: “{each.reason}”
            </li>
          ))}
          {more > 0 ? <li>and {formatCount(more)} more</li> : null}
        </ul>
        <p className="mt-1">
          Nothing was changed yet.{isTaken ? ` Deciding anyway assigns ${isOne ? "it" : "them"} to you.` : ""}
        </p>
      </Callout>
    </div>
  );
}
