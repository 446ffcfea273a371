"use client";

import { useState } from "react";
import { ExpiryField } from "@/components/tokens/expiry-field";
import { SubmissionCallout } from "@/components/tokens/submission-callout";
import { useTokenPolicy } from "@/components/tokens/token-policy";
import { fieldProblem, useSubmission } from "@/components/tokens/use-submission";
import { FormDialog } from "@/components/ui/form-dialog";
import type { Result } from "@/domain/result";
import { choiceWithin, decideExpiry, type ExpiryChoice } from "@/domain/tokens/expiry-choice";

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
  const { lifetimeDaysMax } = useTokenPolicy();
  const [choice, setChoice] = useState<ExpiryChoice>(() =>
    choiceWithin({ kind: "days", days: 90 }, lifetimeDaysMax),
  );
  const [dayMissing, setDayMissing] = useState(false);
  const { run, pending, problem } = useSubmission();
  async function submit() {
    const expiresAt = decideExpiry(choice, now, null);
    setDayMissing(expiresAt === undefined);
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
        onChange={setChoice}
        now={now}
        error={dayMissing ? "Choose a day." : fieldProblem(problem, "expiresAt")}
      />
      <SubmissionCallout problem={problem} shownFields={["expiresAt"]} />
    </FormDialog>
  );
}
