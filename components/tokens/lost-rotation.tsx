import type { SubmissionProblem } from "@/components/tokens/use-submission";

/** What to do when the answer to a rotation, which has the secret, never came. */
export function LostRotation({ problem }: { problem: SubmissionProblem | null }) {
  return problem?.lost ? (
    <p className="text-muted text-sm">
      It may have been carried out all the same. Close this and refresh: if the last four characters have
      changed, rotate again for a secret that you can see.
    </p>
  ) : null;
}
