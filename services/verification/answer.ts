import { type LimitStanding, remainingOf, secondsLeft } from "@/domain/limits/standing";
import { writeDecimal } from "@/domain/text/decimal";
import { quoteJson } from "@/domain/text/quote-json";
import type { TokenType } from "@/domain/tokens/types";
import type { Verdict } from "@/domain/verification/verdicts";
import {
  type AnsweredLimits,
  answerLimited,
  answerLimits,
  type Limited,
} from "@/services/verification/answer-limits";
import { oncePerContext } from "@/services/verification/once-per-context";
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

/** JSON, and its length in UTF-8. */
export type WrittenAnswer = { readonly text: string; readonly bytes: number };

/** `JSON.stringify(toAnswer(verification))`, for a fraction of its price. */
export function writeAnswer(verification: Verification): WrittenAnswer {
  const { verdict, facts, limits } = verification;
  const refusing = limits.violated.length === 0 ? undefined : answerLimited(limits).limited;
  const limited = refusing === undefined ? "" : `,"limited":${JSON.stringify(refusing)}`;
  if (facts === null) {
    const text = `{"verdict":"${verdict}","token":null,"account":null,"organization":null,"user":null,"permissions":[],"limits":null${limited}}`;
    return { text, bytes: text.length };
  }
  const { id, type, name } = facts.token;
  const quoted = quoteJson(name);
  const around = writeContext({
    account: facts.account,
    organization: verification.organization ?? facts.organization,
    user: facts.user,
    permissions: verification.permissions,
  });
  const text = `{"verdict":"${verdict}","token":{"id":"${id}","type":"${type}","name":${quoted}${around.text}${writeLimits(facts, limits)}${limited}}`;
  return { text, bytes: text.length + around.beyond + beyondAscii(quoted) };
}

/** `beyond`: bytes in UTF-8 beyond one for each character. */
const writeContext = oncePerContext(({ account, organization, user, permissions }) => {
  const names = permissions.map(quoteJson).join(",");
  const text = `},"account":${writeNamed(account)},"organization":${writeNamed(organization)},"user":${writeNamed(user)},"permissions":[${names}],"limits":`;
  return { text, beyond: beyondAscii(text) };
});

const notAscii = /[^\0-\x7f]/;

function beyondAscii(text: string): number {
  return notAscii.test(text) ? Buffer.byteLength(text) - text.length : 0;
}

// Ids come from the database as UUIDs.
function writeNamed(named: Named | null): string {
  return named === null ? "null" : `{"id":"${named.id}","name":${quoteJson(named.name)}}`;
}

function writeLimits({ account }: NonNullable<Verification["facts"]>, standing: LimitStanding): string {
  if (standing.account === null) return "null";
  const { minute, day, total } = standing.account;
  const { address } = standing;
  const left = address === null ? "null" : writeDecimal(remainingOf(address));
  const seconds = address === null ? "null" : writeDecimal(secondsLeft(address));
  return `{"requestsPerMinute":${minute.limit},"requestsPerDay":${day.limit},"requestsPerIp":${account.requestsPerIp},"usedTotal":${writeDecimal(total)},"usedToday":${writeDecimal(day.used)},"remainingThisMinute":${writeDecimal(remainingOf(minute))},"remainingToday":${writeDecimal(remainingOf(day))},"remainingOfIp":${left},"minuteEndsInSeconds":${writeDecimal(secondsLeft(minute))},"dayEndsInSeconds":${writeDecimal(secondsLeft(day))},"ipEndsInSeconds":${seconds}}`;
}
