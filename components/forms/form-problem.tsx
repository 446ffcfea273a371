import { Callout } from "@/components/ui/callout";
import type { Refusal } from "@/domain/result";

/** The refusal of a whole form, where no single field is at fault. */
export function FormProblem({ problem }: { problem: Refusal | null }) {
  return problem === null ? null : (
    <Callout tone="bad" role="alert">
      {problem.message}
    </Callout>
  );
}
