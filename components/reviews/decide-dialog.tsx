"use client";

import { useState } from "react";
import { decisionLook, tokensWord, usualReasons } from "@/components/reviews/decision-words";
import { ItemFacts } from "@/components/reviews/item-facts";
import { leavesOut, MeanwhileCallout } from "@/components/reviews/meanwhile-callout";
import { SubmissionCallout } from "@/components/tokens/submission-callout";
import { fieldProblem, useSubmission } from "@/components/tokens/use-submission";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { formatCount } from "@/components/ui/format-count";
import { Textarea } from "@/components/ui/textarea";
import type { Result } from "@/domain/result";
import type { DecidedMeanwhile } from "@/domain/reviews/decided-meanwhile";
import type { Decision } from "@/domain/reviews/decisions";
import type { ReviewItem } from "@/domain/reviews/review-views";

const effects: Record<Decision, string> = {
  keep: "It stays as it is.",
  disable: "It stops working when the decisions are carried out, and can be enabled again.",
  revoke: "Its secret is destroyed when the decisions are carried out; that cannot be undone.",
};

export type Decided = {
  readonly reason: string;
  /** What others decided meanwhile, and is to be overwritten now that it was seen. */
  readonly anyway: readonly DecidedMeanwhile[];
  /** Tokens that stay as others decided meanwhile. */
  readonly leftOut: readonly string[];
};

/** One decision and its reason, about one token or several. Mounted while open. */
export function DecideDialog({
  decision,
  items,
  count,
  lastReason,
  now,
  viewerId,
  decide,
  onClose,
  onDecided,
}: {
  decision: Decision;
  /** Those of the tokens that the page has seen. */
  items: readonly ReviewItem[];
  count: number;
  /** The reason that was given for the same decision before. */
  lastReason: string;
  now: Date;
  viewerId: string;
  decide: (decided: Decided) => Promise<Result<{ changed: number; unchanged: number }>>;
  onClose: () => void;
  onDecided: (decided: Decided, changed: number) => void;
}) {
  const [reason, setReason] = useState(lastReason);
  const [isTried, setTried] = useState(false);
  const [accepted, setAccepted] = useState<readonly DecidedMeanwhile[]>([]);
  const { run, pending, problem, edited } = useSubmission();
  const meanwhile = problem?.refusal.decided ?? [];
  const only = count === 1 ? items[0] : undefined;
  const { label } = decisionLook[decision];

  const isMissing = reason.trim() === "";

  function changeReason(text: string) {
    setReason(text);
    edited("reason");
  }

  async function submit(leftOut: readonly string[]) {
    setTried(true);
    if (isMissing) return;
    // Who presses the button once more has seen what others decided.
    const anyway = [...accepted, ...meanwhile].filter(({ tokenId }) => !leftOut.includes(tokenId));
    setAccepted(anyway);
    const decided = { reason, anyway, leftOut };
    const result = await run(() => decide(decided));
    if (result?.ok) onDecided(decided, result.value.changed);
  }

  return (
    <FormDialog
      title={only ? `${label} ${only.name}?` : `${label} ${formatCount(count)} ${tokensWord(count)}?`}
      description={only ? effects[decision] : effects[decision].replace("It ", "Each ")}
      submit={
        meanwhile.length > 0
          ? only
            ? `${label} anyway`
            : `${label} all ${formatCount(count)} anyway`
          : only
            ? label
            : `${label} ${formatCount(count)} ${tokensWord(count)}`
      }
      pending={pending}
      isTouched={reason !== lastReason}
      onSubmit={(event) => submit(leavesOut(event) ? meanwhile.map(({ tokenId }) => tokenId) : [])}
      onClose={onClose}
    >
      <div className="grid gap-2">
        <Field
          label="Reason"
          required
          error={
            isTried && isMissing
              ? "Say why: the reason is part of the evidence."
              : fieldProblem(problem, "reason")
          }
        >
          {(control) => (
            <Textarea
              {...control}
              rows={2}
              value={reason}
              onChange={(event) => changeReason(event.target.value)}
              onKeyDown={(event) => {
                if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
                event.preventDefault();
                event.currentTarget.form?.requestSubmit();
              }}
            />
          )}
        </Field>
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would ask for a visible legend */}
        <div role="group" aria-label="Usual reasons" className="flex flex-wrap gap-1.5">
          {usualReasons[decision].map((usual) => (
            <Button
              key={usual}
              size="sm"
              variant="ghost"
              className="border-line"
              onClick={() => changeReason(usual)}
            >
              {usual}
            </Button>
          ))}
        </div>
      </div>
      {only ? <ItemFacts item={only} now={now} /> : <ChangedAmong items={items} />}
      {meanwhile.length > 0 ? (
        <MeanwhileCallout decided={meanwhile} count={count} viewerId={viewerId} />
      ) : (
        <SubmissionCallout problem={problem} shownFields={["reason"]} />
      )}
    </FormDialog>
  );
}

function ChangedAmong({ items }: { items: readonly ReviewItem[] }) {
  const changed = items.filter((item) => item.changes.length > 0);
  if (changed.length === 0) return null;
  const names = changed.slice(0, 3).map((item) => item.name);
  return (
    <p className="wrap-anywhere text-warn">
      {changed.length === 1 ? "1 of them" : `${formatCount(changed.length)} of them`} changed since the review
      began: {names.join(", ")}
      {changed.length > 3 ? ` and ${formatCount(changed.length - 3)} more` : ""}.
    </p>
  );
}
