import { isDatabaseAway } from "@/services/kernel/database-away";
import type { Face, Meter } from "@/services/metrics/meter";
import { VerificationUnavailable } from "@/services/verification/unavailable";

/** Has the meter count an answer, with its outcome and how long it took; also one that could not be given. */
export async function timeAnswer<T>(
  meter: Pick<Meter, "answered">,
  face: Face,
  outcomeOf: (answer: T) => string,
  ask: () => Promise<T>,
): Promise<T> {
  const startedAt = performance.now();
  const seconds = () => (performance.now() - startedAt) / 1_000;
  try {
    const answer = await ask();
    meter.answered(face, outcomeOf(answer), seconds());
    return answer;
  } catch (error) {
    meter.answered(face, outcomeOfError(error), seconds());
    throw error;
  }
}

/** How an answer that could not be given is counted. */
export function outcomeOfError(error: unknown): string {
  if (error instanceof VerificationUnavailable) return error.code;
  return isDatabaseAway(error) ? "database_unavailable" : "other";
}
