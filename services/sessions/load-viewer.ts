import type { Role } from "@/domain/access/actions";
import type { Plan } from "@/domain/access/plans";
import { lastSeenSecondsMin } from "@/domain/access/session-bounds";
import type { SecondFactorKind } from "@/domain/second-factors/kinds";
import type { TokenPolicy } from "@/domain/tokens/policy";
import type { Context } from "@/services/kernel/context";
import { loadActor } from "@/services/kernel/load-actor";
import { policyColumns, policyOf } from "@/services/policy/policy-row";
import { listSecondFactorKinds } from "@/services/second-factors/has-second-factor";

/** The person that looks at a page, and where. */
export type Viewer = {
  readonly sessionId: string;
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly isOperator: boolean;
  readonly reauthenticatedAt: Date;
  /** What the person confirms by who they are; where it is nothing, by the password. */
  readonly secondFactors: readonly SecondFactorKind[];
  /** The present account requires one, and the person has none: services refuse nearly everything (domain/access/actions). */
  readonly owesSecondFactor: boolean;
  readonly account: { readonly id: string; readonly name: string; readonly plan: Plan };
  /** What the account lets its tokens be, for the forms that make and change them. */
  readonly tokenPolicy: TokenPolicy;
  /** Every account that the person may switch to, the present one too; by name. */
  readonly accounts: readonly { readonly id: string; readonly name: string; readonly role: Role }[];
};

/**
 * The viewer behind the context's session, or null when session, user or membership is no longer good. Notes the visit, at
 * most once a minute, so that the idle bound runs from the last request.
 */
export async function loadViewer(context: Context): Promise<Viewer | null> {
  const now = context.now();
  const actor = await loadActor(context.db, context.claim, now, false);
  if (actor === null || actor.kind !== "user") return null;
  const [memberships, policy, secondFactors] = await Promise.all([
    context.db.membership.findMany({
      where: { userId: actor.userId, disabledAt: null, account: { disabledAt: null } },
      select: { role: true, account: { select: { id: true, name: true, plan: true } } },
      orderBy: [{ account: { name: "asc" } }, { accountId: "asc" }],
    }),
    context.db.tokenPolicy.findUnique({ where: { accountId: actor.accountId }, select: policyColumns }),
    listSecondFactorKinds(context.db, actor.userId),
  ]);
  const present = memberships.find((m) => m.account.id === actor.accountId);
  if (present === undefined) return null;
  const seenBefore = new Date(now.getTime() - lastSeenSecondsMin * 1000);
  await context.db.session.updateMany({
    where: { id: actor.sessionId, endedAt: null, lastSeenAt: { lt: seenBefore } },
    data: { lastSeenAt: now },
  });
  return {
    sessionId: actor.sessionId,
    userId: actor.userId,
    name: actor.name,
    email: actor.email,
    role: actor.role,
    isOperator: actor.isOperator,
    reauthenticatedAt: actor.reauthenticatedAt,
    secondFactors,
    owesSecondFactor: actor.owesSecondFactor,
    account: present.account,
    tokenPolicy: policyOf(policy),
    accounts: memberships.map((m) => ({ id: m.account.id, name: m.account.name, role: m.role })),
  };
}
