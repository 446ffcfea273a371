"use client";

import { useCallback, useRef, useState } from "react";
import { v4 as uuidv4 } from "uuid";
import { emptyDraft, type GenerateDraft, inputOf, missingIn } from "@/components/tokens/generate/draft";
import type { TokenActions } from "@/components/tokens/token-actions";
import { useTokenPolicy } from "@/components/tokens/token-policy";
import { useFreshPolicy } from "@/components/tokens/use-fresh-policy";
import { fieldProblem, useSubmission } from "@/components/tokens/use-submission";
import { choiceWithin } from "@/domain/tokens/expiry-choice";
import type { CreatedToken, TokenCreationOptions } from "@/domain/tokens/token-views";

/**
 * The draft and its way to the server. One request key from the opening of the form until an answer is known: however
 * often it is sent, it makes one token.
 */
export function useGenerate(
  options: TokenCreationOptions,
  create: TokenActions["create"],
  now: Date,
  initialName = "",
) {
  const { lifetimeDaysMax } = useTokenPolicy();
  const [typed, setDraft] = useState(() => emptyDraft(options, initialName));
  // The policy may become another while the draft is there.
  const draft = { ...typed, expiry: choiceWithin(typed.expiry, lifetimeDaysMax) };
  const [isTried, setTried] = useState(false);
  const missing = isTried ? missingIn(draft, now) : {};
  const submission = useSubmission();
  const { edited } = submission;
  useFreshPolicy(submission.problem);
  const requestKey = useRef<string>("");

  const change = useCallback(
    (part: Partial<GenerateDraft>) => {
      setDraft((each) => ({ ...each, ...part }));
      for (const name of Object.keys(part) as (keyof GenerateDraft)[]) edited(fieldOf[name] ?? name);
    },
    [edited],
  );

  /** A new form: what was sent before is settled. */
  const begin = useCallback(() => {
    requestKey.current = uuidv4();
    setTried(false);
    submission.clear();
  }, [submission.clear]);

  async function submit(): Promise<CreatedToken | null> {
    setTried(true);
    if (Object.keys(missingIn(draft, now)).length > 0) return null;
    if (requestKey.current === "") requestKey.current = uuidv4();
    const result = await submission.run(() => create(inputOf(draft, requestKey.current, now)));
    if (!result?.ok) return null;
    setDraft(emptyDraft(options, initialName));
    setTried(false);
    requestKey.current = "";
    return result.value;
  }

  return {
    draft,
    change,
    begin,
    submit,
    pending: submission.pending,
    problem: submission.problem,
    problemOf: (field: string) => missing[field] ?? fieldProblem(submission.problem, field),
  };
}

// Where the verb calls a part of the draft by another name.
const fieldOf: Partial<Record<keyof GenerateDraft, string>> = {
  expiry: "expiresAt",
  addresses: "ipAllowList",
};

export type Generate = ReturnType<typeof useGenerate>;
