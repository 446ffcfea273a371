"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import type { SubmissionProblem } from "@/components/tokens/use-submission";

/**
 * Reads the page again when the account's token policy refused what the form offered: it is tighter by now than the form knows, and
 * what it allows is to be chosen here, not after a reload.
 */
export function useFreshPolicy(problem: SubmissionProblem | null): void {
  const router = useRouter();
  const code = problem?.refusal.code;
  useEffect(() => {
    if (code === "expiry_beyond_policy" || code === "grace_beyond_policy") router.refresh();
  }, [code, router]);
}
