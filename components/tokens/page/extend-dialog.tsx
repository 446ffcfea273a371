"use client";

import { useState } from "react";
import { tooLong } from "@/components/tokens/grace-field";
import { SubmissionCallout } from "@/components/tokens/submission-callout";
import type { TokenActions } from "@/components/tokens/token-actions";
import { useTokenPolicy } from "@/components/tokens/token-policy";
import { useFreshPolicy } from "@/components/tokens/use-fresh-policy";
import { useSubmission } from "@/components/tokens/use-submission";
import { FormDialog } from "@/components/ui/form-dialog";
import { formatMinute } from "@/components/ui/format-time";
import { RadioCards } from "@/components/ui/radio-cards";
import { graceSeconds } from "@/domain/tokens/bounds";

const names: Record<number, string> = { 3600: "1 hour", 86400: "24 hours", 604800: "7 days" };

/** Gives the old secret more time, counted from now; never past the token's expiry, never less than it has. */
export function ExtendDialog({
  token,
  until,
  now,
  extend,
  onClose,
  onExtended,
}: {
  token: { id: string; name: string; expiresAt: Date | null };
  until: Date;
  now: Date;
  extend: TokenActions["extendRotation"];
  onClose: () => void;
  onExtended: (graceUntil: Date) => void;
}) {
  const { run, pending, problem } = useSubmission();
  useFreshPolicy(problem);
  const { graceSecondsMax } = useTokenPolicy();
  const choices = graceSeconds
    .filter((seconds) => seconds > 0)
    .map((seconds) => {
      const wanted = new Date(now.getTime() + seconds * 1000);
      const end = token.expiresAt && token.expiresAt < wanted ? token.expiresAt : wanted;
      const reason =
        seconds > graceSecondsMax ? tooLong : end > until ? null : "It works longer than that already.";
      return { seconds, end, reason };
    });
  const [seconds, setSeconds] = useState<number | null>(
    () => choices.find((choice) => choice.reason === null)?.seconds ?? null,
  );
  async function submit() {
    if (seconds === null) return;
    const result = await run(() => extend(token.id, seconds));
    if (result?.ok) onExtended(result.value.graceUntil);
  }
  return (
    <FormDialog
      size="sm"
      title="Extend the old secret"
      submit="Extend"
      pending={pending}
      disabledReason={seconds === null ? "It works as long as it may already" : null}
      onSubmit={submit}
      onClose={onClose}
    >
      <RadioCards
        legend="From now, for"
        name="grace"
        value={seconds === null ? "" : String(seconds)}
        onChange={(event) => setSeconds(Number(event.target.value))}
        options={choices.map((choice) => ({
          value: String(choice.seconds),
          label: names[choice.seconds],
          meta: formatMinute(choice.end),
          disabledReason: choice.reason,
        }))}
      />
      <SubmissionCallout problem={problem} />
    </FormDialog>
  );
}
