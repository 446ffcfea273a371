import { done, type Result } from "@/domain/result";
import { isWithinLifetime, latestExpiry, lifetimeWords, type TokenPolicy } from "@/domain/tokens/policy";
import { refuseWith } from "@/services/kernel/act";

/** Refuses `expiry_beyond_policy` when an expiry that is set now, or none, goes past the account's longest life. */
export function refuseLifetime(policy: TokenPolicy, expiresAt: Date | null, now: Date): Result<null> {
  const latest = latestExpiry(policy, now);
  if (latest === null || isWithinLifetime(policy, expiresAt, now)) return done(null);
  const within = `within ${lifetimeWords(policy.lifetimeDaysMax)}`;
  return refuseWith(
    "expiry_beyond_policy",
    expiresAt === null
      ? `The account's token policy wants an expiry ${within}. Send one no later than ${latest.toISOString()}.`
      : `The account's token policy wants the expiry ${within}: no later than ${latest.toISOString()}.`,
    { expiresAt: `must lie ${within} from now, as the account's token policy has it` },
  );
}
