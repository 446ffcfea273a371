import { done, type Result } from "@/domain/result";
import { graceWords } from "@/domain/tokens/policy";
import { refuseWith, type Work } from "@/services/kernel/act";
import { holdPolicy } from "@/services/policy/hold";

/** Refuses `grace_beyond_policy` when an old secret would be given more time at once than the account's policy has it. */
export async function refuseGrace(
  { tx, accountId }: Pick<Work, "tx" | "accountId">,
  seconds: number,
): Promise<Result<null>> {
  // To end it at once no policy stands against, so that a leak can always be answered.
  if (seconds === 0) return done(null);
  const { graceSecondsMax } = await holdPolicy(tx, accountId);
  if (seconds <= graceSecondsMax) return done(null);
  return refuseWith(
    "grace_beyond_policy",
    graceSecondsMax === 0
      ? "The account's token policy has old secrets end at once: choose 0 seconds, or end it now."
      : `The account's token policy lets an old secret work for ${graceWords(graceSecondsMax)} at most (${graceSecondsMax} seconds).`,
    { graceSeconds: `must be at most ${graceSecondsMax}, as the account's token policy has it` },
  );
}
