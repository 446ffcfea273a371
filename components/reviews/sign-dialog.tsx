"use client";

import { useState } from "react";
import { SubmissionCallout } from "@/components/tokens/submission-callout";
import { fieldProblem, useSubmission } from "@/components/tokens/use-submission";
import { Callout } from "@/components/ui/callout";
import { Facts } from "@/components/ui/facts";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { formatCount } from "@/components/ui/format-count";
import { Textarea } from "@/components/ui/textarea";
import type { Result } from "@/domain/result";
import type { ReviewDetails } from "@/domain/reviews/review-views";

const usualStatement =
  "I have looked through these decisions and their reasons, and confirm that they are complete.";

/** The signature under a review: what it stands for, and the statement. Mounted while open. */
export function SignDialog({
  review,
  viewerName,
  sign,
  onClose,
  onSigned,
}: {
  review: ReviewDetails;
  viewerName: string;
  sign: (statement: string) => Promise<Result<unknown>>;
  onClose: () => void;
  onSigned: () => void;
}) {
  const [statement, setStatement] = useState(usualStatement);
  const { run, pending, problem, edited } = useSubmission();
  const { counts, changed } = review;

  async function submit() {
    const result = await run(() => sign(statement));
    if (result?.ok) onSigned();
  }

  return (
    <FormDialog
      title={`Sign ${review.name}`}
      description="Afterwards nothing in this review can be changed. Your name and the time stand under it, and in the audit trail."
      submit="Sign"
      pending={pending}
      isTouched={statement !== usualStatement}
      onSubmit={submit}
      onClose={onClose}
    >
      <Facts
        items={[
          { label: "Kept", value: formatCount(counts.keep) },
          { label: "Disabled", value: formatCount(counts.disable) },
          { label: "Revoked", value: formatCount(counts.revoke) },
          { label: "Signed by", value: viewerName },
        ]}
      />
      {changed ? (
        <Callout tone="warn">
          {changed === 1 ? "1 token changed" : `${formatCount(changed)} tokens changed`} since the review
          began; the result says which, and in what.
        </Callout>
      ) : null}
      <Field label="Statement" required error={fieldProblem(problem, "statement")}>
        {(control) => (
          <Textarea
            {...control}
            rows={3}
            value={statement}
            onChange={(event) => {
              setStatement(event.target.value);
              edited("statement");
            }}
          />
        )}
      </Field>
      <SubmissionCallout problem={problem} shownFields={["statement"]} />
    </FormDialog>
  );
}
