import { graceSeconds, graceSecondsMax } from "@/domain/tokens/bounds";
import type { TokenType } from "@/domain/tokens/types";
import { typeRule } from "@/domain/tokens/types";

/** What an account's tokens may be (design §2). Each value binds what is done from now on; tokens that exist stay as they are. */
export type TokenPolicy = {
  /** API keys that one organization may have. */
  readonly keyCap: number;
  /** Days from now within which an expiry that is set must lie; null: any, and none. */
  readonly lifetimeDaysMax: number | null;
  /** How long the old secret of a rotation may work, each time that is chosen; 0: it ends at once. */
  readonly graceSecondsMax: number;
  /** Whether API keys are shown and copied after the answer that made them. */
  readonly keysRevealable: boolean;
};

/** The deployment's own: no account goes past it, and one that has set nothing has it. */
export const deploymentPolicy: TokenPolicy = {
  keyCap: 20,
  lifetimeDaysMax: null,
  graceSecondsMax,
  keysRevealable: true,
};

export const lifetimeDaysBounds = { min: 1, max: 3650 } as const;

/** The tighter of two policies, value by value: whatever stands in the account's, the deployment's is never loosened. */
export function tighterPolicy(deployment: TokenPolicy, account: TokenPolicy): TokenPolicy {
  const days = [deployment.lifetimeDaysMax, account.lifetimeDaysMax].filter((value) => value !== null);
  return {
    keyCap: Math.min(deployment.keyCap, account.keyCap),
    lifetimeDaysMax: days.length === 0 ? null : Math.min(...days),
    graceSecondsMax: Math.min(deployment.graceSecondsMax, account.graceSecondsMax),
    keysRevealable: deployment.keysRevealable && account.keysRevealable,
  };
}

/** A caller's clock may be this far ahead of ours when it counts the days of an expiry. */
const clockSkewMs = 60_000;
const dayMs = 86_400_000;

/** The last moment at which a token whose expiry is set now may expire; null: any, and none is needed. */
export function latestExpiry({ lifetimeDaysMax: days }: Pick<TokenPolicy, "lifetimeDaysMax">, now: Date) {
  return days === null ? null : new Date(now.getTime() + days * dayMs);
}

/** Whether an expiry that is set now lies within the longest life; none at all does only where there is no such. */
export function isWithinLifetime(
  policy: Pick<TokenPolicy, "lifetimeDaysMax">,
  expiresAt: Date | null,
  now: Date,
): boolean {
  const latest = latestExpiry(policy, now);
  if (latest === null) return true;
  return expiresAt !== null && expiresAt.getTime() <= latest.getTime() + clockSkewMs;
}

/** The grace periods that may be chosen, in seconds; 0 always. */
export function allowedGraceSeconds({ graceSecondsMax: max }: Pick<TokenPolicy, "graceSecondsMax">) {
  return graceSeconds.filter((seconds) => seconds <= max);
}

/** Whether tokens of the type can be shown after they were made: by their type, and by the account's policy. */
export function canBeRevealed(policy: Pick<TokenPolicy, "keysRevealable">, type: TokenType): boolean {
  return typeRule(type).revealable && policy.keysRevealable;
}

/** What a type is, and whether its secret can be shown again where that is not as a matter of course. */
export function typeSentence(policy: Pick<TokenPolicy, "keysRevealable">, type: TokenType): string {
  const { revealable, sentence } = typeRule(type);
  if (!revealable) return sentence;
  return canBeRevealed(policy, type)
    ? `${sentence} Can be shown again after you confirm your password.`
    : `${sentence} Shown once, as the account’s token policy has it.`;
}

/** How sentences of the audit trail call the values. */
export const policyNames = {
  keyCap: "the cap of API keys",
  lifetimeDaysMax: "the longest life",
  graceSecondsMax: "the longest grace",
  keysRevealable: "whether API keys are shown again",
} as const satisfies Record<keyof TokenPolicy, string>;

/** The values in which two policies differ. */
export function policyChanges(before: TokenPolicy, after: TokenPolicy): (keyof TokenPolicy)[] {
  return (Object.keys(policyNames) as (keyof TokenPolicy)[]).filter((name) => before[name] !== after[name]);
}

/** "30 days", "1 day", "none". */
export function lifetimeWords(days: number | null): string {
  return days === null ? "no maximum" : days === 1 ? "1 day" : `${days} days`;
}

/** "none", "1 hour", "24 hours", "7 days". */
export function graceWords(seconds: number): string {
  const names: Record<number, string> = { 0: "none", 3600: "1 hour", 86400: "24 hours", 604800: "7 days" };
  return names[seconds] ?? `${seconds} seconds`;
}
