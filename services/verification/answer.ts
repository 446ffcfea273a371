import { type LimitStanding, remainingOf, secondsLeft } from "@/domain/limits/standing";
import { quoteJson } from "@/domain/text/quote-json";
import type { TokenType } from "@/domain/tokens/types";
import type { Verdict } from "@/domain/verification/verdicts";
import {
  type AnsweredLimits,
  answerLimited,
  answerLimits,
  type Limited,
} from "@/services/verification/answer-limits";
import type { Verification } from "@/services/verification/verification";

type Named = { readonly id: string; readonly name: string };

/** The body of a verification (design §5). A refusal carries no permissions; an unknown token nothing but its verdict. */
export type VerificationAnswer = {
  readonly verdict: Verdict;
  readonly token: { readonly id: string; readonly type: TokenType; readonly name: string } | null;
  readonly account: Named | null;
  readonly organization: Named | null;
  readonly user: Named | null;
  readonly permissions: readonly string[];
  readonly limits: AnsweredLimits | null;
  /** Only where a limit refuses the call. */
  readonly limited?: Limited;
};

/** Makes the body out of a verification. */
export function toAnswer(verification: Verification): VerificationAnswer {
  const { verdict, facts, permissions } = verification;
  const limited = answerLimited(verification.limits);
  if (facts === null) {
    return {
      verdict,
      token: null,
      account: null,
      organization: null,
      user: null,
      permissions: [],
      limits: null,
      ...limited,
    };
  }
  const { token, account, user } = facts;
  const organization = verification.organization ?? facts.organization;
  return {
    verdict,
    token: { id: token.id, type: token.type, name: token.name },
    account: { id: account.id, name: account.name },
    organization: organization === null ? null : { id: organization.id, name: organization.name },
    user: user === null ? null : { id: user.id, name: user.name },
    permissions,
    limits: answerLimits(facts, verification.limits),
    ...limited,
  };
}

/** `JSON.stringify(toAnswer(verification))`, for a fraction of its price. */
export function writeAnswer(verification: Verification): string {
  const { verdict, facts, permissions, limits } = verification;
  const refusing = limits.violated.length === 0 ? undefined : answerLimited(limits).limited;
  const limited = refusing === undefined ? "" : `,"limited":${JSON.stringify(refusing)}`;
  if (facts === null) {
    return `{"verdict":"${verdict}","token":null,"account":null,"organization":null,"user":null,"permissions":[],"limits":null${limited}}`;
  }
  const { token, account, user } = facts;
  const organization = verification.organization ?? facts.organization;
  let names = "";
  for (const permission of permissions)
    names += names === "" ? quoteJson(permission) : `,${quoteJson(permission)}`;
  return `{"verdict":"${verdict}","token":{"id":"${token.id}","type":"${token.type}","name":${quoteJson(token.name)}},"account":${writeNamed(account)},"organization":${writeNamed(organization)},"user":${writeNamed(user)},"permissions":[${names}],"limits":${writeLimits(facts, limits)}${limited}}`;
}

// Ids come from the database as UUIDs.
function writeNamed(named: Named | null): string {
  return named === null ? "null" : `{"id":"${named.id}","name":${quoteJson(named.name)}}`;
}

function writeLimits({ account }: NonNullable<Verification["facts"]>, standing: LimitStanding): string {
  if (standing.account === null) return "null";
  const { minute, day, total } = standing.account;
  const { address } = standing;
  return `{"requestsPerMinute":${minute.limit},"requestsPerDay":${day.limit},"requestsPerIp":${account.requestsPerIp},"usedTotal":${total},"usedToday":${day.used},"remainingThisMinute":${remainingOf(minute)},"remainingToday":${remainingOf(day)},"remainingOfIp":${address === null ? "null" : remainingOf(address)},"minuteEndsInSeconds":${secondsLeft(minute)},"dayEndsInSeconds":${secondsLeft(day)},"ipEndsInSeconds":${address === null ? "null" : secondsLeft(address)}}`;
}
