import { type TokenType, typeRule } from "@/domain/tokens/types";

/** The answer for every token that is not good now, whatever the reason (RFC 7662 §2.2): byte for byte the same. */
export const inactiveAnswer = '{"active":false}';

/** What an answer about a good token is made of. */
export type ActiveToken = {
  readonly issuer: string;
  readonly token: { readonly id: string; readonly type: TokenType; readonly name: string };
  readonly account: Named;
  readonly organization: Named | null;
  readonly user: Named | null;
  /** The client's public id, for what a client obtained. */
  readonly clientId: string | null;
  readonly permissions: readonly string[];
  /** When the presented string was made (null: nobody knows), from when it counts, and when it ends (null: never). */
  readonly issuedAt: Date | null;
  readonly notBefore: Date | null;
  readonly expiresAt: Date | null;
  readonly audiences: readonly string[];
};

type Named = { readonly id: string; readonly name: string };

/**
 * The members of RFC 7662 §2.2 that apply, and under `keydesk` what the RFC has no name for. `sub` is whom the token acts for: the
 * user, the client that obtained it (RFC 9068 §2.2), the organization, or the account. `exp` is rounded down: a resource server
 * must not keep a token longer than we do.
 */
export function buildIntrospection(active: ActiveToken): Record<string, unknown> {
  const { token, account, organization, user, clientId, permissions } = active;
  const subject = user?.id ?? clientId ?? organization?.id ?? account.id;
  return {
    active: true,
    ...(permissions.length > 0 ? { scope: permissions.join(" ") } : {}),
    ...(clientId === null ? {} : { client_id: clientId }),
    ...(user === null ? {} : { username: user.name }),
    token_type: typeRule(token.type).scheme,
    ...(active.expiresAt === null ? {} : { exp: toSeconds(active.expiresAt) }),
    ...(active.issuedAt === null ? {} : { iat: toSeconds(active.issuedAt) }),
    ...(active.notBefore === null ? {} : { nbf: toSeconds(active.notBefore) }),
    sub: subject,
    ...(active.audiences.length === 0 ? {} : { aud: active.audiences }),
    iss: active.issuer,
    jti: token.id,
    keydesk: { type: token.type, name: token.name, account, organization, user },
  };
}

function toSeconds(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}
