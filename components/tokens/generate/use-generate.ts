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
  const [missing, setMissing] = useState<Record<string, string>>({});
  const submission = useSubmission();
  useFreshPolicy(submission.problem);
  const requestKey = useRef<string>("");

  const change = useCallback((part: Partial<GenerateDraft>) => {
    setDraft((each) => ({ ...each, ...part }));
    setMissing((each) =>
      Object.fromEntries(Object.entries(each).filter(([field]) => !(field in part || field === "expiresAt"))),
    );
  }, []);

  /** A new form: what was sent before is settled. */
  const begin = useCallback(() => {
    requestKey.current = uuidv4();
    submission.clear();
  }, [submission.clear]);

  async function submit(): Promise<CreatedToken | null> {
    const found = missingIn(draft, now);
    setMissing(found);
    if (Object.keys(found).length > 0) return null;
    if (requestKey.current === "") requestKey.current = uuidv4();
    const result = await submission.run(() => create(inputOf(draft, requestKey.current, now)));
    if (!result?.ok) return null;
    setDraft(emptyDraft(options, initialName));
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
    hasMissing: Object.keys(missing).length > 0,
  };
}

export type Generate = ReturnType<typeof useGenerate>;
