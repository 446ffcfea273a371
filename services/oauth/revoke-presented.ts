import { done, type Result } from "@/domain/result";
import { parseTokenString } from "@/domain/tokens/token-string";
import { removeGateway } from "@/services/gateways/remove";
import { act, refuseWith, type Work } from "@/services/kernel/act";
import type { Claim, Context } from "@/services/kernel/context";
import { deleteAndAudit } from "@/services/tokens/delete-tokens";
import { endRetiringSecret } from "@/services/tokens/end-retiring-secret";
import { lockToken } from "@/services/tokens/lock-tokens";

/** `nothing`: the string is no token that this caller knows, or it was good for nothing already. Both are answered alike. */
export type Revocation =
  | { readonly kind: "revoked"; readonly tokenId: string }
  | { readonly kind: "nothing" };

/** A context that claims to be one of those who may revoke what they hold. */
export type RevokingContext = Context & {
  readonly claim: Extract<Claim, { kind: "client" | "gateway" }>;
};

const nothing: Result<Revocation> = done({ kind: "nothing" });

/**
 * Revokes the token that a gateway or API client presents (RFC 7009), whatever its type: its secrets are destroyed and a tombstone stays,
 * as by a deletion. It is the answer to a leak, so an API key need not be disabled first, and no name is typed. An old secret in its
 * grace period ends alone: the token has a new one that is not in question. A gateway goes with its token. The gateway of one organization
 * revokes that organization's tokens, and knows no others here. Done only when committed.
 * @param reach.accountId whose tokens the caller knows; null: every account's
 * Refuses: unauthenticated, forbidden (a token that another client, or a person, obtained).
 */
export async function revokePresented(
  context: RevokingContext,
  text: string,
  reach: { readonly accountId: string | null },
): Promise<Result<Revocation>> {
  const parsed = parseTokenString(text);
  if (parsed === null) return nothing;
  const secret = await context.db.tokenSecret.findUnique({
    where: { digest: new Uint8Array(context.keys.digest(parsed.text)) },
    select: { id: true, destroyedAt: true, token: { select: tokenColumns } },
  });
  if (secret === null || secret.destroyedAt !== null || secret.token.deletedAt !== null) return nothing;
  const { id: tokenId, accountId, apiClientId } = secret.token;
  const { claim } = context;
  if (claim.kind === "client" && claim.apiClientId !== apiClientId) {
    return refuseWith("forbidden", "The token was not issued to this client.");
  }
  if (reach.accountId !== null && reach.accountId !== accountId) return nothing;
  return act(context, "token.revoke", (work) => revoke(work, tokenId, secret.id), { accountId });
}

const tokenColumns = { id: true, accountId: true, apiClientId: true, deletedAt: true } as const;

async function revoke(work: Work, tokenId: string, secretId: string): Promise<Result<Revocation>> {
  const revoked: Result<Revocation> = done({ kind: "revoked", tokenId });
  const { tx, accountId, organizationId } = work;
  const inReach = organizationId === null ? {} : { token: { organizationId } };
  const gateway = await tx.gateway.findFirst({ where: { tokenId, accountId, deletedAt: null, ...inReach } });
  if (gateway !== null) return (await removeGateway(work, gateway)) ? revoked : nothing;
  const token = await lockToken(work, tokenId);
  if (token === null || token.deletedAt !== null) return nothing;
  // Under the lock: a rotation meanwhile may have ended this secret, or begun to.
  const secret = await tx.tokenSecret.findFirstOrThrow({ where: { id: secretId, tokenId } });
  if (secret.destroyedAt !== null) return nothing;
  if (secret.retiresAt !== null) {
    if (secret.retiresAt <= work.now) return nothing;
    await endRetiringSecret(work, token, { ...secret, retiresAt: secret.retiresAt });
    return revoked;
  }
  await deleteAndAudit(work, [token], "token.revoke");
  return revoked;
}
