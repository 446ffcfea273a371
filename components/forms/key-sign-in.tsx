"use client";

import { KeyRound } from "lucide-react";
import { unstable_rethrow } from "next/navigation";
import { useState, useTransition } from "react";
import type { SecondStepAction } from "@/components/forms/second-step-form";
import { unanswered } from "@/components/forms/unreachable";
import { answerByKey } from "@/components/second-factors/ask-browser";
import { useCallOff } from "@/components/second-factors/use-call-off";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import type { Refusal, Result } from "@/domain/result";
import type { KeyAnswer, KeyQuestion } from "@/domain/second-factors/key-messages";

/** The second step by a security key: the browser asks for it when the button is pressed. Needs JavaScript, and says so without. */
export function KeySignIn({
  ask,
  finish,
  next,
}: {
  ask: () => Promise<Result<KeyQuestion>>;
  finish: SecondStepAction;
  next: string | null;
}) {
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isAsking, setAsking] = useState(false);
  const [isFinishing, startTransition] = useTransition();
  const { begin: beginWait } = useCallOff();

  // The wait for the key is in no transition: the code's form beside it would wait as well.
  async function begin() {
    setAsking(true);
    setRefusal(null);
    const wait = beginWait();
    const answer = await answerByKey(ask, wait);
    if (wait.aborted) return;
    setAsking(false);
    if (answer.ok) startTransition(() => end(answer.value));
    else setRefusal(answer.refusal);
  }

  async function end(key: KeyAnswer) {
    const form = new FormData();
    form.set("key", JSON.stringify(key));
    if (next) form.set("next", next);
    try {
      setRefusal((await finish({ refusal: null }, form)).refusal);
    } catch (problem) {
      unstable_rethrow(problem);
      setRefusal(unanswered(problem).refusal);
    }
  }

  return (
    <div className="grid gap-4">
      {refusal ? (
        <Callout tone="bad" role="alert">
          {refusal.message}
        </Callout>
      ) : null}
      <Button
        variant="primary"
        size="lg"
        icon={<KeyRound aria-hidden="true" />}
        pending={isAsking || isFinishing}
        onClick={() => void begin()}
        autoFocus
      >
        Use your security key
      </Button>
      <noscript>
        <p className="text-muted text-sm">Security keys need JavaScript. The field below does not.</p>
      </noscript>
      <p className="border-t pt-4 text-muted text-sm">Or go on without the key:</p>
    </div>
  );
}
