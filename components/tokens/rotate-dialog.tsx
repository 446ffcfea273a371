"use client";

import { useState } from "react";
import { rotateVerb } from "@/components/tokens/rotate-verb";
import { SubmissionCallout } from "@/components/tokens/submission-callout";
import type { TokenActions } from "@/components/tokens/token-actions";
import { useSubmission } from "@/components/tokens/use-submission";
import { FormDialog } from "@/components/ui/form-dialog";
import { formatMinute } from "@/components/ui/format-time";
import { RadioCards } from "@/components/ui/radio-cards";
import { graceSeconds } from "@/domain/tokens/bounds";
import type { RotatedToken, TokenSummary } from "@/domain/tokens/token-views";

const graceNames: Record<number, string> = {
  0: "Now",
  3600: "In 1 hour",
  86400: "In 24 hours",
  604800: "In 7 days",
};

/** When the old secret ends: at once, as Zorus does it, or after a grace period that never outlives the token. */
export function RotateDialog({
  token,
  rotate,
  now,
  onClose,
  onRotated,
}: {
  token: TokenSummary;
  rotate: TokenActions["rotate"];
  now: Date;
  onClose: () => void;
  onRotated: (rotated: RotatedToken) => void;
}) {
  const [seconds, setSeconds] = useState(0);
  const { run, pending, problem } = useSubmission();
  const endOf = (grace: number) => {
    const end = new Date(now.getTime() + grace * 1000);
    return token.expiresAt && token.expiresAt < end ? token.expiresAt : end;
  };

  async function submit() {
    const result = await run(() =>
      rotate({ tokenId: token.id, graceSeconds: seconds, expectedLast4: token.last4 }),
    );
    if (result?.ok) onRotated(result.value);
  }

  const words = `${rotateVerb(token.type)} token`;
  return (
    <FormDialog
      title={words}
      description={
        <>
          <strong className="wrap-anywhere font-semibold text-ink">{token.name}</strong> gets a new secret;
          its name, permissions and expiry stay. Update every tool that uses it.
        </>
      }
      submit={words}
      pending={pending}
      onSubmit={submit}
      onClose={onClose}
    >
      <RadioCards
        legend="The old secret ends"
        name="grace"
        value={String(seconds)}
        onChange={(event) => setSeconds(Number(event.target.value))}
        options={graceSeconds.map((grace) => ({
          value: String(grace),
          label: graceNames[grace],
          description:
            grace === 0 ? "The old secret is refused at once." : graceWords(endOf(grace), token.expiresAt),
          meta: grace === 0 ? undefined : formatMinute(endOf(grace)),
        }))}
      />
      {token.graceUntil ? (
        <p className="text-sm text-warn">
          A rotation is under way: the secret from before it ends at once, whatever you choose.
        </p>
      ) : null}
      <SubmissionCallout problem={problem} />
      {problem?.lost ? (
        <p className="text-muted text-sm">
          It may have been carried out all the same. Close this and refresh: if the last four characters have
          changed, rotate again for a secret that you can see.
        </p>
      ) : null}
    </FormDialog>
  );
}

function graceWords(end: Date, expiresAt: Date | null): string {
  return expiresAt && end.getTime() === expiresAt.getTime()
    ? "Both secrets work until the token expires."
    : "Both secrets work until then.";
}
