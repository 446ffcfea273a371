import { unstable_isUnrecognizedActionError } from "next/navigation";
import type { Refusal } from "@/domain/result";

const unreachable: Refusal = {
  code: "internal",
  message: "Keydesk could not be reached. Check the connection and try again; nothing was lost.",
};

/** What stands for the answer when a page is older than the Keydesk that it asks: to try again would not help. Null for other reasons. */
export function findOutdated(problem: unknown): Refusal | null {
  if (!unstable_isUnrecognizedActionError(problem)) return null;
  return {
    code: "conflict",
    message:
      "Keydesk was updated since this page was loaded. Nothing was changed: reload the page and do it again.",
  };
}

/** What a form says when no answer came; what was typed stays. */
export function unanswered(problem: unknown): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: findOutdated(problem) ?? unreachable };
}
