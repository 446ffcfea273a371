"use client";

import { useCallback, useRef, useState } from "react";
import type { Refusal, Result } from "@/domain/result";

/** `lost`: the answer never came, so whether it was carried out is unknown. */
export type SubmissionProblem = { readonly refusal: Refusal; readonly lost: boolean };

const lostRefusal: Refusal = {
  code: "internal",
  message: "The connection was lost before the answer came. Try again.",
};

/** One piece of work at a time: a second click while the first is under way does nothing. */
export function useSubmission() {
  const running = useRef(false);
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<SubmissionProblem | null>(null);

  const run = useCallback(async <T>(work: () => Promise<Result<T>>): Promise<Result<T> | null> => {
    if (running.current) return null;
    running.current = true;
    setPending(true);
    setProblem(null);
    try {
      const result = await work();
      if (!result.ok) setProblem({ refusal: result.refusal, lost: false });
      return result;
    } catch {
      setProblem({ refusal: lostRefusal, lost: true });
      return null;
    } finally {
      running.current = false;
      setPending(false);
    }
  }, []);

  const clear = useCallback(() => setProblem(null), []);
  return { run, pending, problem, clear };
}

/** What is wrong with `field`, or with an entry of it ("ipAllowList.2"). */
export function fieldProblem(problem: SubmissionProblem | null, field: string): string | null {
  const fields = problem?.refusal.fields;
  if (!fields) return null;
  if (fields[field]) return fields[field];
  const entry = Object.keys(fields).find((key) => key.startsWith(`${field}.`));
  return entry ? `Entry ${Number(entry.slice(field.length + 1)) + 1}: ${fields[entry]}` : null;
}
