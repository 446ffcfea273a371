import { buildIntrospection, inactiveAnswer } from "@/domain/oauth/introspection";
import type { Verdict } from "@/domain/verification/verdicts";
import type { BaseContext } from "@/services/kernel/context";
import { timeAnswer } from "@/services/metrics/time-answer";
import type { Verification, VerificationDeps } from "@/services/verification/verification";
import { type GatewayQuestion, verifyForGateway } from "@/services/verification/verify-for-gateway";

export type Introspection =
  | { readonly kind: "not_a_gateway"; readonly verdict: Verdict }
  | {
      readonly kind: "answered";
      readonly gatewayId: string;
      readonly verification: Verification;
      /** JSON, as it is sent. */
      readonly body: string;
    };

/**
 * Answers a gateway about a token in the words of RFC 7662. The decision is that of `verifyForGateway`: the same look-up, limits, use and
 * promise; whatever is not `valid` for this gateway is `{"active":false}`. Rejects with `VerificationUnavailable`.
 */
export function introspectToken(
  base: Pick<BaseContext, "db" | "config">,
  deps: VerificationDeps,
  question: GatewayQuestion,
): Promise<Introspection> {
  return timeAnswer(deps.meter, "introspect", outcomeOf, () => introspect(base, deps, question));
}

function outcomeOf(answer: Introspection): string {
  return answer.kind === "not_a_gateway" ? `gateway_${answer.verdict}` : answer.verification.verdict;
}

async function introspect(
  base: Pick<BaseContext, "db" | "config">,
  deps: VerificationDeps,
  question: GatewayQuestion,
): Promise<Introspection> {
  const answer = await verifyForGateway(deps, question);
  if (answer.kind === "not_a_gateway") return answer;
  const { gateway, verification } = answer;
  const body = await describe(base, question, verification);
  return { kind: "answered", gatewayId: gateway.id, verification, body };
}

async function describe(
  { db, config }: Pick<BaseContext, "db" | "config">,
  { subject }: GatewayQuestion,
  { verdict, facts, organization, permissions }: Verification,
): Promise<string> {
  if (verdict !== "valid" || facts === null) return inactiveAnswer;
  const jwt = subject.kind === "jwt" ? subject.jwt : null;
  // What the decision needs not: read beside it, and never changed once written.
  const secret = await db.tokenSecret.findUnique({
    where: { id: facts.secretId },
    select: { createdAt: true, token: { select: { apiClient: { select: { clientId: true } } } } },
  });
  const { token, account, user } = facts;
  return JSON.stringify(
    buildIntrospection({
      issuer: jwt?.issuer ?? config.issuer,
      token,
      account: named(account),
      organization: named(organization ?? facts.organization),
      user: named(user),
      clientId: secret?.token.apiClient?.clientId ?? null,
      permissions,
      issuedAt: jwt === null ? (secret?.createdAt ?? null) : null,
      notBefore: edge(Math.max, token.notBefore, jwt?.notBefore),
      expiresAt: edge(Math.min, token.expiresAt, facts.retiresAt, jwt?.expiresAt),
      audiences: jwt?.audiences ?? [],
    }),
  );
}

type Named = { readonly id: string; readonly name: string };

function named(one: Named): Named;
function named(one: Named | null): Named | null;
function named(one: Named | null): Named | null {
  return one === null ? null : { id: one.id, name: one.name };
}

function edge(pick: (...times: number[]) => number, ...dates: (Date | null | undefined)[]): Date | null {
  const times = dates.flatMap((date) => (date ? [date.getTime()] : []));
  return times.length === 0 ? null : new Date(pick(...times));
}
