import type { LimitStanding } from "@/domain/limits/standing";
import { limitVerdict } from "@/domain/limits/standing";
import { refused } from "@/domain/verification/decide";
import type { Decided, Verification, VerificationDeps } from "@/services/verification/verification";

export type LimitedBy = {
  readonly now: Date;
  /** The client's address, and the account whose own gateway says so. */
  readonly ip: string | null;
  readonly toldBy: string | null;
  /** False where the token's use is no call of its account. */
  readonly isCall: boolean;
};

/**
 * Puts a decision before the limits, and counts the call (design §5): the address's limit ranks before every other refusal of a
 * well-formed token, the account's after them. A promise only the first time that an account is seen.
 */
export function applyLimits(
  { limits, meter }: VerificationDeps,
  decided: Decided,
  { now, ip, toldBy, isCall }: LimitedBy,
): Verification | Promise<Verification> {
  const standing = limits.judge({
    at: now.getTime(),
    address: ip,
    toldBy,
    account: decided.facts?.account ?? null,
    spends: isCall && decided.verdict === "valid",
  });
  return standing instanceof Promise
    ? standing.then((known) => withLimits(meter, decided, known))
    : withLimits(meter, decided, standing);
}

function withLimits(meter: VerificationDeps["meter"], decided: Decided, limits: LimitStanding): Verification {
  if (limits.violated.length > 0) meter.limited(limits.violated);
  const limited = limitVerdict(limits.violated);
  const { verdict, organization, permissions } = limited === null ? decided : refused(limited);
  return { verdict, organization, permissions, facts: decided.facts, limits, unlimited: decided.verdict };
}
