import { type Action, canDo, needsReauthentication, type Role } from "@/domain/access/actions";
import type { TokenType } from "@/domain/tokens/types";

/** What is done in one organization. Verbs behind these look at `Work.organizationId`. */
const organizationApi: readonly Action[] = [
  "organization.view",
  "organization.edit",
  "token.view",
  "token.create",
  "token.rotate",
  "token.finish_rotation",
  "token.extend_rotation",
  "token.edit",
  "token.enable",
  "token.disable",
  "token.delete",
];

/** What is read under /api/v1.0/export, of one organization. */
const exports: readonly Action[] = ["export.read"];

/** What is done in the account as a whole. Passwords, sessions and people's own tokens are not among it: a person's alone. */
const accountApi: readonly Action[] = [
  ...organizationApi,
  "account.view",
  "account.edit",
  "organization.create",
  "organization.delete",
  "token.revoke_all",
  "api_client.view",
  "api_client.create",
  "api_client.edit",
  "api_client.enable",
  "api_client.disable",
  "api_client.rotate",
  "api_client.delete",
  "api_client.revoke_token",
  "user.view",
  "user.invite",
  "user.cancel_invitation",
  "user.change_role",
  "user.change_permissions",
  "user.disable",
  "user.enable",
  "user.remove",
  "template_user.create",
  "template_user.edit",
];

/** What is fetched under /api/v1.0/download, for one organization or the account. */
const downloads: readonly Action[] = ["gateway.download"];

/** All that a token can do that works in one organization. */
const inOneOrganization: readonly Action[] = [...organizationApi, ...exports, ...downloads];

/**
 * Token type × action, once (design §6): what a program may do in Keydesk itself. Impersonation and personal tokens go as far as
 * the ROLE of their user in the account; their permissions speak of the provider's own API and count for nothing here.
 */
const tokenActions: Record<TokenType, readonly Action[] | "as_its_user"> = {
  impersonation: "as_its_user",
  personal: "as_its_user",
  api_key: organizationApi,
  export: exports,
  download: downloads,
  organization: inOneOrganization,
  account: [...accountApi, ...exports, ...downloads],
  gateway: [],
};

/** What an API client's own tokens leave alone: no client and no other token of theirs comes from an hour's token. */
const notOfClients: readonly Action[] = [
  "api_client.create",
  "api_client.edit",
  "api_client.enable",
  "api_client.rotate",
];

/** Who asks with a token, as far as rights go. */
export type TokenRights = {
  readonly type: TokenType;
  /** The call works in one organization: the token is bound to it, or names it (`_oid`). */
  readonly inOrganization: boolean;
  /** An API client obtained it. */
  readonly ofClient: boolean;
  /** The user that the token acts as. */
  readonly user: { readonly role: Role } | null;
};

export type TokenActionAnswer = "allowed" | "insufficient_scope" | "forbidden" | "person_required";

/**
 * Whether a token may do `action`, or why not: `insufficient_scope` (no token of its type), `forbidden` (not the role of its
 * user), `person_required` (people confirm their password for it: a stolen personal token must not mint others).
 */
export function decideTokenAction(rights: TokenRights, action: Action): TokenActionAnswer {
  const own = tokenActions[rights.type];
  if (own !== "as_its_user") {
    // An account token that names an organization reaches no further than that organization.
    const inReach = !rights.inOrganization || inOneOrganization.includes(action);
    const isLeft = rights.ofClient && notOfClients.includes(action);
    return own.includes(action) && inReach && !isLeft ? "allowed" : "insufficient_scope";
  }
  if (!accountApi.includes(action)) return "insufficient_scope";
  if (rights.user === null || !canDo({ role: rights.user.role, isOperator: false }, action))
    return "forbidden";
  return needsReauthentication(action) ? "person_required" : "allowed";
}

/** Whether tokens of the type can invite people in their own right: their open invitations end with their secrets (decision 8). */
export function handsOutInvitations(type: TokenType): boolean {
  const own = tokenActions[type];
  return own !== "as_its_user" && own.includes("user.invite");
}
