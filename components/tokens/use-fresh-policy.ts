"use client";

import { useEffect } from "react";
import type { SubmissionProblem } from "@/components/tokens/use-submission";
import { useRefresh } from "@/components/ui/use-refresh";

/**
 * Reads the page again when the account's token policy refused what the form offered: it is tighter by now than the form knows, and
 * what it allows is to be chosen here, not after a reload.
 */
export function useFreshPolicy(problem: SubmissionProblem | null): void {
  const refresh = useRefresh();
  const code = problem?.refusal.code;
  useEffect(() => {
    if (code === "expiry_beyond_policy" || code === "grace_beyond_policy") refresh();
  }, [code, refresh]);
}
