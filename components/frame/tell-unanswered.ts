import { unstable_rethrow } from "next/navigation";
import { unanswered } from "@/components/forms/unreachable";
import { toast } from "@/components/ui/toast";

/** Ends a server action that no form waits for: says in a toast that no answer came. What the framework throws for itself, as a redirect, goes on. */
export function tellUnanswered(title: string): (problem: unknown) => void {
  return (problem) => {
    unstable_rethrow(problem);
    toast.error(title, { description: unanswered(problem).refusal.message });
  };
}
