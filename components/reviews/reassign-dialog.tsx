"use client";

import { useRef, useState } from "react";
import { tokensWord } from "@/components/reviews/decision-words";
import type { ReviewActions } from "@/components/reviews/review-actions";
import { useStartOptions } from "@/components/reviews/use-start-options";
import { SubmissionCallout } from "@/components/tokens/submission-callout";
import { fieldProblem, useSubmission } from "@/components/tokens/use-submission";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { formatCount } from "@/components/ui/format-count";
import { Select } from "@/components/ui/select";
import type { Result } from "@/domain/result";

/** Asks somebody else. Mounted while open. */
export function ReassignDialog({
  count,
  fromName,
  loadOptions,
  reassign,
  onClose,
  onReassigned,
}: {
  count: number;
  /** The reviewer whose open tokens are meant; null for chosen tokens. */
  fromName: string | null;
  loadOptions: ReviewActions["loadOptions"];
  reassign: (toUserId: string) => Promise<Result<{ changed: number }>>;
  onClose: () => void;
  onReassigned: (name: string, changed: number) => void;
}) {
  const filter = useRef({});
  const loaded = useStartOptions(loadOptions, filter.current);
  const options = loaded.state === "ready" ? loaded.options : null;
  const [chosen, setChosen] = useState<string | null>(null);
  const { run, pending, problem, edited } = useSubmission();
  const toUserId = chosen ?? options?.viewerId ?? options?.reviewers[0]?.userId ?? "";

  async function submit() {
    const result = await run(() => reassign(toUserId));
    const name = options?.reviewers.find((person) => person.userId === toUserId)?.name ?? "";
    if (result?.ok) onReassigned(name, result.value.changed);
  }

  const what = `${formatCount(count)} ${tokensWord(count)}`;
  return (
    <FormDialog
      size="sm"
      title={fromName ? `Assign what ${fromName} has not decided` : `Assign ${what}`}
      description={
        fromName
          ? `${what} ${count === 1 ? "is" : "are"} open.`
          : "What is decided already stays until the new reviewer changes it."
      }
      submit="Assign"
      pending={pending}
      disabledReason={options ? null : "One moment: reviewers are being loaded"}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field
        label="Reviewer"
        error={fieldProblem(problem, "toUserId") ?? (loaded.state === "failed" ? loaded.message : null)}
      >
        {(control) => (
          <Select
            {...control}
            value={toUserId}
            onChange={(event) => {
              setChosen(event.target.value);
              edited("toUserId");
            }}
          >
            {(options?.reviewers ?? []).map((person) => (
              <option key={person.userId} value={person.userId}>
                {person.name}
                {person.userId === options?.viewerId ? " (you)" : ""}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <SubmissionCallout problem={problem} shownFields={["toUserId"]} />
    </FormDialog>
  );
}
