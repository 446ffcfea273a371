"use client";

import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import type { Result } from "@/domain/result";

/** Ends a review without a result. Mounted while open. */
export function CancelReviewDialog({
  name,
  cancel,
  onClose,
  onCancelled,
}: {
  name: string;
  cancel: (reason: string) => Promise<Result<unknown>>;
  onClose: () => void;
  onCancelled: () => void;
}) {
  const [reason, setReason] = useState("");
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Cancel ${name}?`}
      description="It ends without a result and cannot go on. What was carried out stays so; decisions that wait are dropped. The review can still be read."
      confirmLabel="Cancel this review"
      cancelLabel="Go on with it"
      onConfirm={async () => {
        if (reason.trim() === "") return "Say why it is cancelled.";
        const result = await cancel(reason);
        if (!result.ok) return result.refusal.message;
        onCancelled();
        return undefined;
      }}
    >
      <Field label="Reason" required>
        {(control) => (
          <Textarea
            {...control}
            rows={2}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
    </ConfirmDialog>
  );
}
