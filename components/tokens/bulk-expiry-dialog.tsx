"use client";

import { useId, useState } from "react";
import { ExpiryField } from "@/components/tokens/expiry-field";
import { SubmissionCallout } from "@/components/tokens/submission-callout";
import { useSubmission } from "@/components/tokens/use-submission";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import type { Result } from "@/domain/result";
import { decideExpiry, type ExpiryChoice } from "@/domain/tokens/expiry-choice";

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
  const formId = useId();
  const [choice, setChoice] = useState<ExpiryChoice>({ kind: "days", days: 90 });
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
    <Dialog
      size="sm"
      open
      onOpenChange={(open) => !open && onClose()}
      guard={() => !pending}
      title={`Set the expiry of ${count} ${count === 1 ? "token" : "tokens"}`}
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form={formId} variant="primary" pending={pending}>
            Set expiry
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <ExpiryField
          value={choice}
          onChange={setChoice}
          now={now}
          error={dayMissing ? "Choose a day." : null}
        />
        <SubmissionCallout problem={problem} />
      </form>
    </Dialog>
  );
}
