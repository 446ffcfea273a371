"use client";

import { useState } from "react";
import { GraceField } from "@/components/tokens/grace-field";
import { InvitationsEnd } from "@/components/tokens/invitations-end";
import { LostRotation } from "@/components/tokens/lost-rotation";
import { rotateVerb } from "@/components/tokens/rotate-verb";
import { SubmissionCallout } from "@/components/tokens/submission-callout";
import type { TokenActions } from "@/components/tokens/token-actions";
import { useTokenPolicy } from "@/components/tokens/token-policy";
import { useFreshPolicy } from "@/components/tokens/use-fresh-policy";
import { useSubmission } from "@/components/tokens/use-submission";
import { FormDialog } from "@/components/ui/form-dialog";
import type { RotatedToken, TokenSummary } from "@/domain/tokens/token-views";

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
  const { graceSecondsMax } = useTokenPolicy();
  const { run, pending, problem } = useSubmission();
  useFreshPolicy(problem);

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
      <GraceField
        legend="The old secret ends"
        seconds={seconds}
        onChange={setSeconds}
        expiresAt={token.expiresAt}
        now={now}
        secondsMax={graceSecondsMax}
      />
      <InvitationsEnd types={[token.type]} />
      {token.graceUntil ? (
        <p className="text-sm text-warn">
          A rotation is under way: the secret from before it ends at once, whatever you choose.
        </p>
      ) : null}
      <SubmissionCallout problem={problem} />
      <LostRotation problem={problem} />
    </FormDialog>
  );
}
