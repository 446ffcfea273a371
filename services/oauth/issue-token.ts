import { v7 as uuidv7 } from "uuid";
import { clientTokenSeconds, liveClientTokensMax } from "@/domain/oauth/client-tokens";
import { done, type Result } from "@/domain/result";
import { tokenTypes } from "@/domain/tokens/types";
import { requirePlan } from "@/services/accounts/require-plan";
import { act, refuseWith, type Work } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import type { LimitedCall } from "@/services/limits/count-call";
import { tokenTarget } from "@/services/tokens/lock-tokens";
import { mintSecret } from "@/services/tokens/mint-secret";

/** The one answer that carries the token's string. */
export type IssuedToken = {
  readonly id: string;
  readonly accessToken: string;
  readonly expiresInSeconds: number;
  /** Whose limits the token's calls will spend. */
  readonly account: NonNullable<LimitedCall["account"]>;
};

/**
 * Gives an API client an account token that works for an hour (RFC 6749 §4.4, RZ-05). The client's row is locked from the proof to the
 * commit: a client that is deleted or disabled meanwhile gets none, and one that was first has it revoked with the rest.
 * Refuses: unauthenticated (no longer that client), plan_required (also when the plan was lowered since), cap_reached.
 */
export async function issueToken(context: Context): Promise<Result<IssuedToken>> {
  return act(context, "token.issue", (work) => issue(context, work));
}

async function issue(
  context: Context,
  { tx, actor, accountId, now, audit }: Work,
): Promise<Result<IssuedToken>> {
  if (actor.kind !== "client") return refuseWith("forbidden");
  const { apiClientId, name } = actor;
  const account = await tx.account.findUniqueOrThrow({ where: { id: accountId } });
  const plan = requirePlan(account.plan, tokenTypes.account.plan, "API clients");
  if (!plan.ok) return plan;
  const live = await tx.token.count({
    where: { apiClientId, accountId, deletedAt: null, expiresAt: { gt: now } },
  });
  if (live >= liveClientTokensMax) {
    return refuseWith("cap_reached", `The client has ${live} live tokens. Use each one for its hour.`);
  }
  const id = uuidv7();
  const expiresAt = new Date(now.getTime() + clientTokenSeconds * 1000);
  const { parsed, row } = mintSecret(context, "account", account.locator, now);
  await tx.token.create({
    data: {
      id,
      accountId,
      type: "account",
      name,
      apiClientId,
      createdByName: name,
      createdAt: now,
      updatedAt: now,
      expiresAt,
      ipAllowList: [],
      prefix: parsed.prefix,
      last4: parsed.last4,
      secrets: { create: row },
      activity: { create: { accountId } },
    },
  });
  await tx.apiClient.update({ where: { id: apiClientId, accountId }, data: { lastUsedAt: now } });
  await audit({
    action: "token.issue",
    target: tokenTarget({ id, name }),
    details: { expiresAt, last4: parsed.last4 },
  });
  return done({ id, accessToken: parsed.text, expiresInSeconds: clientTokenSeconds, account });
}
