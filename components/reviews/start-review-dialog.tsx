"use client";

import { useRef, useState } from "react";
import { v4 as uuidv4 } from "uuid";
import { tokensWord } from "@/components/reviews/decision-words";
import type { StartReviewActions } from "@/components/reviews/review-actions";
import { ReviewersField } from "@/components/reviews/reviewers-field";
import { ChosenTokens, type Scope, ScopeField, scopeFilter } from "@/components/reviews/start-scope";
import { useStartOptions } from "@/components/reviews/use-start-options";
import { SubmissionCallout } from "@/components/tokens/submission-callout";
import { fieldProblem, useSubmission } from "@/components/tokens/use-submission";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { formatCount } from "@/components/ui/format-count";
import { Input } from "@/components/ui/input";
import { RadioCards } from "@/components/ui/radio-cards";
import { toast } from "@/components/ui/toast";
import { reviewTokensMax } from "@/domain/reviews/bounds";
import type { ReviewFilter } from "@/domain/reviews/filter-words";

const dueDaysUsual = 14;
const everything: ReviewFilter = {};

/** Starts a review: of the tokens that a filter chooses, or, without one, of a set that is chosen here. Mounted while open. */
export function StartReviewDialog({
  filter,
  actions,
  onClose,
  onStarted,
}: {
  /** Null: the form asks which tokens. */
  filter: ReviewFilter | null;
  actions: StartReviewActions;
  onClose: () => void;
  onStarted: (id: string) => void;
}) {
  const asked = useRef(filter ?? everything);
  const loaded = useStartOptions(actions.loadOptions, asked.current);
  const options = loaded.state === "ready" ? loaded.options : null;
  const [today] = useState(() => new Date());
  const [name, setName] = useState(
    `Access review, ${today.toLocaleDateString("en-GB", { month: "long", year: "numeric", timeZone: "UTC" })}`,
  );
  const [scope, setScope] = useState<Scope>("active");
  const [dueOn, setDueOn] = useState(dayAfter(today, dueDaysUsual));
  const [chosen, setChosen] = useState<string[] | null>(null);
  const [split, setSplit] = useState<"even" | "creator">("even");
  const [isTouched, setTouched] = useState(false);
  const { run, pending, problem, edited } = useSubmission();
  // One key per opening: a double click or a lost answer never starts a second review.
  const requestKey = useRef("");

  const viewer = options?.reviewers.find((person) => person.userId === options.viewerId);
  const reviewerIds = chosen ?? (viewer ? [viewer.userId] : []);

  async function submit() {
    requestKey.current ||= uuidv4();
    const input = { name, filter: filter ?? scopeFilter(scope), dueOn, reviewerIds, split };
    const result = await run(() => actions.start({ ...input, requestKey: requestKey.current }));
    if (!result?.ok) return;
    const { items } = result.value;
    toast.success(`Started “${name.trim()}” with ${formatCount(items)} ${tokensWord(items)}`);
    onStarted(result.value.id);
  }

  const wrong = (field: string) => fieldProblem(problem, field);
  const none = filter !== null && options?.tokens === 0;
  const tooMany = filter !== null && options !== null && options.tokens > reviewTokensMax;
  return (
    <FormDialog
      title="Start review"
      description="The tokens are taken as they are now. Nothing happens to them before decisions are carried out."
      submit="Start review"
      pending={pending}
      disabledReason={
        loaded.state === "loading"
          ? "One moment: the tokens are being counted"
          : none
            ? "No token fits this filter"
            : tooMany
              ? "These are too many tokens for one review"
              : null
      }
      isTouched={isTouched}
      onSubmit={submit}
      onClose={onClose}
    >
      {loaded.state === "failed" ? (
        <Callout tone="bad" role="alert">
          {loaded.message}
        </Callout>
      ) : null}
      {filter === null ? (
        <ScopeField value={scope} counts={options?.counts ?? null} onChange={setScope} />
      ) : (
        <ChosenTokens filter={filter} tokens={options?.tokens ?? null} />
      )}
      <div className="grid items-start gap-4 sm:grid-cols-[1fr_11rem]">
        <Field label="Name" required error={wrong("name")}>
          {(control) => (
            <Input
              {...control}
              value={name}
              onChange={(event) => {
                setTouched(true);
                setName(event.target.value);
                edited("name");
              }}
            />
          )}
        </Field>
        <Field label="Due" required error={wrong("dueOn")}>
          {(control) => (
            <Input
              {...control}
              type="date"
              value={dueOn}
              min={dayAfter(today, 0)}
              onChange={(event) => {
                setDueOn(event.target.value);
                edited("dueOn");
              }}
            />
          )}
        </Field>
      </div>
      <ReviewersField
        reviewers={options?.reviewers ?? null}
        viewerId={options?.viewerId ?? null}
        value={reviewerIds}
        error={wrong("reviewerIds")}
        onChange={(ids) => {
          setTouched(true);
          setChosen(ids);
          edited("reviewerIds");
        }}
      />
      {reviewerIds.length > 1 ? (
        <RadioCards
          legend="Who is asked about which token"
          name="split"
          columns={2}
          value={split}
          onChange={(event) => setSplit(event.target.value === "creator" ? "creator" : "even")}
          options={[
            {
              value: "even",
              label: "Equal parts by name",
              description: "Tokens with similar names come to the same reviewer.",
            },
            {
              value: "creator",
              label: "Who created it",
              description: "Where that is a reviewer; the rest in equal parts.",
            },
          ]}
        />
      ) : null}
      <SubmissionCallout problem={problem} shownFields={["name", "dueOn", "reviewerIds"]} />
    </FormDialog>
  );
}

function dayAfter(from: Date, days: number): string {
  return new Date(from.getTime() + days * 86_400_000).toISOString().slice(0, 10);
}
