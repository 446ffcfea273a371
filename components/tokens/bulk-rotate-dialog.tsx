"use client";

import { useState } from "react";
import { GraceField } from "@/components/tokens/grace-field";
import { InvitationsEnd } from "@/components/tokens/invitations-end";
import { LostRotation } from "@/components/tokens/lost-rotation";
import { SubmissionCallout } from "@/components/tokens/submission-callout";
import type { RotateManyInput, TokenActions } from "@/components/tokens/token-actions";
import { useTokenPolicy } from "@/components/tokens/token-policy";
import { useFreshPolicy } from "@/components/tokens/use-fresh-policy";
import { useSubmission } from "@/components/tokens/use-submission";
import { FormDialog } from "@/components/ui/form-dialog";
import { formatCount } from "@/components/ui/format-count";
import { graceSecondsMax as longestGrace } from "@/domain/tokens/bounds";
import { graceWords } from "@/domain/tokens/policy";
import { obstacleWords, rotationObstacle } from "@/domain/tokens/rotation-obstacle";
import type { RotatedToken, TokenSummary } from "@/domain/tokens/token-views";

const tokens = (count: number) => `${formatCount(count)} ${count === 1 ? "token" : "tokens"}`;

/** New secrets for the selected tokens: how many, which of them cannot have one and why, and when the old ones end. */
export function BulkRotateDialog({
  rows,
  unseen,
  rotate,
  now,
  onClose,
  onRotated,
}: {
  rows: readonly TokenSummary[];
  /** Selected tokens that this page never showed: their last four are not known, so a stale page could not be told. */
  unseen: number;
  rotate: TokenActions["rotateMany"];
  now: Date;
  onClose: () => void;
  onRotated: (rotated: readonly RotatedToken[]) => void;
}) {
  const [seconds, setSeconds] = useState(0);
  const { graceSecondsMax } = useTokenPolicy();
  const { run, pending, problem } = useSubmission();
  useFreshPolicy(problem);
  const rotatable = rows.filter((row) => rotationObstacle(row) === null);
  const left = rows.flatMap((row) => {
    const obstacle = rotationObstacle(row);
    return obstacle ? [{ row, words: obstacleWords[obstacle] }] : [];
  });

  async function submit() {
    const input: RotateManyInput = {
      tokens: rotatable.map(({ id, last4 }) => ({ tokenId: id, expectedLast4: last4 })),
      graceSeconds: seconds,
    };
    const result = await run(() => rotate(input));
    if (result?.ok) onRotated(result.value.tokens);
  }

  const words = `Rotate ${tokens(rotatable.length)}`;
  return (
    <FormDialog
      title={words}
      description={
        rotatable.length === 1
          ? "It gets a new secret; its name, permissions and expiry stay. Update every tool that uses it."
          : "Each gets a new secret; names, permissions and expiries stay. Update every tool that uses them."
      }
      submit={words}
      pending={pending}
      disabledReason={rotatable.length === 0 ? "None of the selected tokens can be rotated" : null}
      onSubmit={submit}
      onClose={onClose}
    >
      {left.length + unseen > 0 ? (
        <div className="grid gap-1 rounded-xl border bg-sub px-3.5 py-3 text-sm">
          <p className="font-medium">
            {tokens(left.length + unseen)} of the selection{" "}
            {left.length + unseen === 1 ? "stays as it is" : "stay as they are"}:
          </p>
          <ul className="grid max-h-40 gap-1 overflow-y-auto text-muted">
            {left.map(({ row, words: why }) => (
              <li key={row.id} className="wrap-anywhere">
                <span className="text-ink">{row.name}</span> {why}
              </li>
            ))}
            {unseen > 0 ? (
              <li>{tokens(unseen)} selected through a link: show them in the list, then rotate</li>
            ) : null}
          </ul>
        </div>
      ) : null}
      <GraceField
        legend="The old secrets end"
        seconds={seconds}
        onChange={setSeconds}
        expiresAt={null}
        now={now}
        secondsMax={graceSecondsMax}
      />
      <Limits rotatable={rotatable} now={now} />
      <InvitationsEnd types={rotatable.map(({ type }) => type)} />
      <SubmissionCallout problem={problem} />
      <LostRotation problem={problem} />
    </FormDialog>
  );
}

/** Where a chosen grace period is not the whole truth for all of them. */
function Limits({ rotatable, now }: { rotatable: readonly TokenSummary[]; now: Date }) {
  const soon = now.getTime() + longestGrace * 1000;
  const expiring = rotatable.filter(({ expiresAt }) => expiresAt !== null && expiresAt.getTime() < soon);
  const rotating = rotatable.filter(({ graceUntil }) => graceUntil !== null);
  return (
    <>
      {expiring.length > 0 ? (
        <p className="text-muted text-sm">
          No old secret outlives its token: {tokens(expiring.length)} of these{" "}
          {expiring.length === 1 ? "expires" : "expire"} within {graceWords(longestGrace)}.
        </p>
      ) : null}
      {rotating.length > 0 ? (
        <p className="text-sm text-warn">
          Of {tokens(rotating.length)} a rotation is under way: the secret from before it ends at once,
          whatever you choose.
        </p>
      ) : null}
    </>
  );
}
