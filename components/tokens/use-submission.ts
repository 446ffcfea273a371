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
  /** To be called when a field is edited: what was refused of it may be mended, and is said no more. */
  const edited = useCallback((field: string) => setProblem((each) => withoutField(each, field)), []);
  return { run, pending, problem, clear, edited };
}

/** The problem without what it says of `field` and its entries; null when it said nothing else. */
export function withoutField(problem: SubmissionProblem | null, field: string): SubmissionProblem | null {
  const said = Object.entries(problem?.refusal.fields ?? {});
  const left = said.filter(([key]) => key !== field && !key.startsWith(`${field}.`));
  if (problem === null || left.length === said.length) return problem;
  return left.length === 0
    ? null
    : { ...problem, refusal: { ...problem.refusal, fields: Object.fromEntries(left) } };
}

/** What is wrong with `field`, or with an entry of it ("ipAllowList.2"). */
export function fieldProblem(problem: SubmissionProblem | null, field: string): string | null {
  const fields = problem?.refusal.fields;
  if (!fields) return null;
  if (fields[field]) return fields[field];
  const entry = Object.keys(fields).find((key) => key.startsWith(`${field}.`));
  return entry ? `Entry ${Number(entry.slice(field.length + 1)) + 1}: ${fields[entry]}` : null;
}
