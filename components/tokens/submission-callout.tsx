import type { SubmissionProblem } from "@/components/tokens/use-submission";
import { Callout } from "@/components/ui/callout";

/** A refusal as the form's own message. Fields that the form shows say theirs themselves. */
export function SubmissionCallout({
  problem,
  shownFields = [],
}: {
  problem: SubmissionProblem | null;
  shownFields?: readonly string[];
}) {
  const fields = Object.keys(problem?.refusal.fields ?? {});
  const saidBelow =
    fields.length > 0 &&
    fields.every((field) => shownFields.some((name) => field === name || field.startsWith(`${name}.`)));
  return (
    <div role="alert" className="empty:hidden">
      {problem && !saidBelow ? <Callout tone="bad">{problem.refusal.message}</Callout> : null}
    </div>
  );
}
