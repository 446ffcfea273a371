import { SubmissionCallout } from "@/components/tokens/submission-callout";
import type { SubmissionProblem } from "@/components/tokens/use-submission";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";

const shownFields = ["actsAsUserId", "organizationId", "name", "notes", "expiresAt", "ipAllowList"];

/**
 * A refusal of the create verb. "Carried out already" needs its own words: the token exists, its secret went out in an
 * answer that did not arrive, and only a rotation gives a new one.
 */
export function GenerateProblem({
  problem,
  onFind,
  onAgain,
}: {
  problem: SubmissionProblem | null;
  onFind: () => void;
  onAgain: () => void;
}) {
  if (problem?.refusal.code !== "duplicate_request")
    return (
      <>
        <SubmissionCallout problem={problem} shownFields={shownFields} />
        {problem?.lost ? (
          <p className="text-muted text-sm">Trying again is safe: it never makes a second token.</p>
        ) : null}
      </>
    );
  return (
    <div role="alert">
      <Callout
        tone="warn"
        title="This token was generated already"
        action={
          <div className="flex flex-wrap gap-2">
            <Button size="sm" onClick={onFind}>
              Show it in the list
            </Button>
            <Button size="sm" variant="ghost" onClick={onAgain}>
              Generate another
            </Button>
          </div>
        }
      >
        The answer with its secret did not reach this page, and a secret is shown once. Find the token in the
        list and rotate it to get a new secret.
      </Callout>
    </div>
  );
}
