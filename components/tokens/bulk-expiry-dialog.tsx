"use client";

import { useState } from "react";
import { ExpiryField } from "@/components/tokens/expiry-field";
import { SubmissionCallout } from "@/components/tokens/submission-callout";
import { useExpiryChoice } from "@/components/tokens/use-expiry-choice";
import { useFreshPolicy } from "@/components/tokens/use-fresh-policy";
import { fieldProblem, useSubmission } from "@/components/tokens/use-submission";
import { FormDialog } from "@/components/ui/form-dialog";
import type { Result } from "@/domain/result";
import { decideExpiry } from "@/domain/tokens/expiry-choice";

/** One expiry for all selected tokens. */
export function BulkExpiryDialog({
  count,
  setExpiry,
  now,
  onClose,
}: {
  count: number;
  setExpiry: (expiresAt: Date | null) => Promise<Result<unknown>>;
  now: Date;
  onClose: () => void;
}) {
  const [choice, setChoice] = useExpiryChoice({ kind: "days", days: 90 });
  const [isTried, setTried] = useState(false);
  const { run, pending, problem, edited } = useSubmission();
  useFreshPolicy(problem);
  const expiresAt = decideExpiry(choice, now, null);
  async function submit() {
    setTried(true);
    if (expiresAt === undefined) return;
    const result = await run(() => setExpiry(expiresAt));
    if (result?.ok) onClose();
  }
  return (
    <FormDialog
      size="sm"
      title={`Set the expiry of ${count} ${count === 1 ? "token" : "tokens"}`}
      submit="Set expiry"
      pending={pending}
      onSubmit={submit}
      onClose={onClose}
    >
      <ExpiryField
        value={choice}
        onChange={(chosen) => {
          setChoice(chosen);
          edited("expiresAt");
        }}
        now={now}
        error={isTried && expiresAt === undefined ? "Choose a day." : fieldProblem(problem, "expiresAt")}
      />
      <SubmissionCallout problem={problem} shownFields={["expiresAt"]} />
    </FormDialog>
  );
}
