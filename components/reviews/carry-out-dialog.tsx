"use client";

import { useId, useRef, useState } from "react";
import { tokensWord } from "@/components/reviews/decision-words";
import type { ReviewActions } from "@/components/reviews/review-actions";
import { type CarryOutState, useCarryOut } from "@/components/reviews/use-carry-out";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { formatCount } from "@/components/ui/format-count";
import { Input } from "@/components/ui/input";
import { Progress } from "@/components/ui/progress";
import type { ReviewDetails } from "@/domain/reviews/review-views";

const counted = (count: number) => `${formatCount(count)} ${tokensWord(count)}`;

/** Disables and revokes what was decided so: says what it will do, shows how far it is, and what could not be done. */
export function CarryOutDialog({
  review,
  carryOut,
  onClose,
}: {
  review: Pick<ReviewDetails, "id" | "revision" | "waiting">;
  carryOut: ReviewActions["carryOut"];
  onClose: () => void;
}) {
  // As it was when the dialog opened: these decisions are carried out, and no later ones.
  const [{ id, revision, waiting }] = useState(review);
  const { state, run, stop } = useCarryOut(carryOut, { id, revision });
  const [typed, setTyped] = useState("");
  const formId = useId();
  const cancel = useRef<HTMLButtonElement>(null);
  const total = waiting.disable + waiting.revoke;
  const mustType = waiting.inUse > 0 && state.phase === "ready";
  const matches = !mustType || typed.trim() === String(waiting.revoke);
  const running = state.phase === "running";

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      guard={() => !running}
      // Where a number must be typed the field is first; else nothing is one key away.
      {...(mustType ? {} : { initialFocus: cancel })}
      title={
        state.phase === "ended"
          ? "Decisions carried out"
          : `Carry out ${total === 1 ? "1 decision" : `${formatCount(total)} decisions`}?`
      }
      description={
        state.phase === "ready"
          ? "This is what was decided up to now. Each token keeps its own record of it."
          : undefined
      }
      footer={
        <>
          {running ? (
            <Button onClick={stop} pending={state.isStopped}>
              Stop
            </Button>
          ) : (
            <Button ref={cancel} onClick={onClose}>
              {state.phase === "ended" ? "Close" : "Cancel"}
            </Button>
          )}
          {state.phase === "ready" ? (
            <Button
              type="submit"
              form={formId}
              variant={waiting.revoke > 0 ? "danger" : "primary"}
              disabledReason={matches ? null : "Type the number above first"}
            >
              Carry out
            </Button>
          ) : null}
        </>
      }
    >
      <form
        id={formId}
        noValidate
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (matches && !running) void run(waiting.inUse > 0 ? typed || undefined : undefined);
        }}
      >
        {state.phase === "ready" ? (
          <Plan waiting={waiting} />
        ) : (
          <Done state={state} total={total} running={running} />
        )}
        {mustType ? (
          <Field
            label={`Type ${waiting.revoke} to confirm`}
            hint={`${waiting.inUse === 1 ? "1 of them was" : `${formatCount(waiting.inUse)} of them were`} used in the last 7 days: programs will be refused.`}
          >
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
              />
            )}
          </Field>
        ) : null}
      </form>
    </Dialog>
  );
}

function Plan({ waiting }: { waiting: ReviewDetails["waiting"] }) {
  return (
    <ul className="grid gap-2">
      {waiting.disable > 0 ? (
        <li>
          <strong className="font-semibold">{counted(waiting.disable)}</strong>{" "}
          {waiting.disable === 1 ? "is" : "are"} disabled, and can be enabled again.
        </li>
      ) : null}
      {waiting.revoke > 0 ? (
        <li>
          <strong className="font-semibold text-bad">{counted(waiting.revoke)}</strong>{" "}
          {waiting.revoke === 1 ? "is" : "are"} revoked: secrets are destroyed, access ends at once. This
          cannot be undone.
        </li>
      ) : null}
      {waiting.failed > 0 ? (
        <li className="text-warn">{counted(waiting.failed)} could not be changed the last time.</li>
      ) : null}
    </ul>
  );
}

function Done({ state, total, running }: { state: CarryOutState; total: number; running: boolean }) {
  const { disabled, revoked, unchanged, failed, problem } = state;
  const parts = [
    `${formatCount(disabled)} disabled`,
    `${formatCount(revoked)} revoked`,
    ...(unchanged > 0 ? [`${formatCount(unchanged)} were so already or are gone`] : []),
  ];
  return (
    <>
      {running ? (
        <Progress
          label="Carrying out"
          value={disabled + revoked + unchanged + failed.length}
          max={Math.max(1, total)}
        />
      ) : null}
      <p role="status" className="tabular-nums">
        {parts.join(", ")}.{!running && state.isStopped ? " Stopped: the rest waits." : ""}
      </p>
      {problem ? (
        <Callout tone="bad" role="alert">
          {problem}
        </Callout>
      ) : null}
      {failed.length > 0 ? (
        <Callout tone="bad" role="alert" title={`${counted(failed.length)} could not be changed`}>
          <span className="wrap-anywhere">
            {failed.slice(0, 5).join(", ")}
            {failed.length > 5 ? ` and ${formatCount(failed.length - 5)} more` : ""}. The others are done;
            carry out again to try these.
          </span>
        </Callout>
      ) : null}
    </>
  );
}
