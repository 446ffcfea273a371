import { isUserNoStronger } from "@/domain/access/token-strength";
import { done, type Result } from "@/domain/result";
import { cancelLinksOfTokens, linksInDetails } from "@/services/invitations/cancel-links";
import { refuseWith, type Work } from "@/services/kernel/act";
import { holdPolicy } from "@/services/policy/hold";
import { refuseLifetime } from "@/services/policy/refuse-lifetime";
import { type LockedToken, tokenTarget } from "@/services/tokens/lock-tokens";
import { refuseObtained } from "@/services/tokens/refuse-obtained";
import { refuseStronger } from "@/services/tokens/refuse-stronger";

/** Fields that an edit may change; undefined leaves one as it is. */
export type TokenChanges = {
  readonly name?: string | undefined;
  readonly notes?: string | undefined;
  readonly expiresAt?: Date | null | undefined;
  readonly ipAllowList?: readonly string[] | undefined;
};

/** How sentences of the audit trail call the fields. */
const fieldNames = {
  name: "the name",
  notes: "the notes",
  expiresAt: "the expiry",
  ipAllowList: "the allowed addresses",
} as const;
type Field = keyof typeof fieldNames;

/**
 * Changes locked tokens; an event with before and after for each whose fields really change. Refuses token_deleted,
 * forbidden (tokens of API clients), stronger_token, and an expiry that does not lie in the future or goes beyond the account's
 * policy (an unchanged one may stay). With a new expiry, or addresses, a token lets nobody in any more: the links that it handed
 * out end too.
 */
export async function changeTokens(
  work: Work,
  tokens: readonly LockedToken[],
  wanted: TokenChanges,
): Promise<Result<{ changed: number }>> {
  const deleted = tokens.find((token) => token.deletedAt !== null);
  if (deleted) {
    return tokens.length === 1
      ? refuseWith("token_deleted")
      : refuseWith("token_deleted", `“${deleted.name}” is deleted. Nothing was changed.`);
  }
  const obtained = tokens.find((token) => token.apiClientId !== null);
  if (obtained) return refuseObtained(obtained);
  const changing = tokens
    .map((token) => ({ token, fields: changedFields(token, wanted) }))
    .filter(({ fields }) => fields.length > 0);
  const expiry = wanted.expiresAt;
  // A node whose clock is fast dates a creation after another node's now.
  const isPast = ({ token, fields }: (typeof changing)[number]) =>
    fields.includes("expiresAt") && expiry && (expiry <= work.now || expiry <= token.createdAt);
  if (changing.some(isPast)) {
    return refuseWith("invalid_input", "The expiry must lie in the future.", {
      expiresAt: "must lie in the future",
    });
  }
  if (expiry !== undefined && changing.some(({ fields }) => fields.includes("expiresAt"))) {
    const lifetime = refuseLifetime(await holdPolicy(work.tx, work.accountId), expiry, work.now);
    if (!lifetime.ok) return lifetime;
  }
  for (const { token, fields } of changing) {
    if (!fields.includes("expiresAt") && !fields.includes("ipAllowList")) continue;
    const within = refuseStronger(work.actor, { ...token, ...given(wanted) });
    if (!within.ok) return within;
  }
  await work.tx.token.updateMany({
    where: { id: { in: changing.map(({ token }) => token.id) }, accountId: work.accountId, deletedAt: null },
    data: { ...given(wanted), updatedAt: work.now },
  });
  const links = await cancelLinksOfTokens(
    work,
    changing.filter((each) => isShut(each, wanted)).map(({ token }) => token.id),
  );
  await work.auditAll(
    changing.map(({ token, fields }) => ({
      action: "token.edit",
      // The name by which people knew it when they did it; the new one is in `after`.
      target: tokenTarget(token),
      details: {
        changed: fields.map((field) => fieldNames[field]),
        before: Object.fromEntries(fields.map((field) => [field, token[field]])),
        after: Object.fromEntries(fields.map((field) => [field, wanted[field]])),
        ...linksInDetails(links.get(token.id)),
      },
    })),
  );
  return done({ changed: changing.length });
}

type Changing = { readonly token: LockedToken; readonly fields: readonly Field[] };

/** True when a token is changed so that it could not let in even a member (domain/access/token-strength). */
function isShut({ token, fields }: Changing, wanted: TokenChanges): boolean {
  if (!fields.includes("expiresAt") && !fields.includes("ipAllowList")) return false;
  return !isUserNoStronger("member", { ...token, ...given(wanted), ofClient: false });
}

function given(wanted: TokenChanges) {
  return {
    ...(wanted.name === undefined ? {} : { name: wanted.name }),
    ...(wanted.notes === undefined ? {} : { notes: wanted.notes }),
    ...(wanted.expiresAt === undefined ? {} : { expiresAt: wanted.expiresAt }),
    ...(wanted.ipAllowList === undefined ? {} : { ipAllowList: [...wanted.ipAllowList] }),
  };
}

function changedFields(token: LockedToken, wanted: TokenChanges): Field[] {
  return (Object.keys(fieldNames) as Field[]).filter(
    (field) => wanted[field] !== undefined && JSON.stringify(wanted[field]) !== JSON.stringify(token[field]),
  );
}
