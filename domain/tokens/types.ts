import type { Plan } from "@/domain/access/plans";

/**
 * The eight token types as data (design §2). Create, pages, verification and docs read this table; nothing branches on a portal.
 * Sources: portals/zorus, zerops, zephyr, zinrelo, runzero.
 */
export const tokenTypes = {
  impersonation: {
    prefix: "IK",
    label: "Impersonation",
    belongsTo: "account",
    actsAs: "template_user",
    scheme: "Impersonation",
    revealable: false,
    cap: "none",
    deleteWhen: "any_time",
    plan: "community",
    createdAt: "api_access",
    managedIn: "tokens",
    rotatableBy: "administrator",
    sentence: "Acts as a template user, with that user's permissions at each moment.",
  },
  personal: {
    prefix: "PT",
    label: "Personal",
    belongsTo: "user",
    actsAs: "owner",
    scheme: "Bearer",
    revealable: false,
    cap: "none",
    deleteWhen: "any_time",
    plan: "community",
    createdAt: "personal",
    managedIn: "tokens",
    rotatableBy: "nobody",
    sentence: "Acts as you, with your permissions at each moment.",
  },
  api_key: {
    prefix: "PK",
    label: "API key",
    belongsTo: "organization",
    actsAs: "organization",
    scheme: "Bearer",
    revealable: true,
    cap: "organization_key_cap",
    deleteWhen: "disabled",
    plan: "community",
    createdAt: "organization",
    managedIn: "tokens",
    rotatableBy: "administrator",
    sentence: "Acts as one organization.",
  },
  export: {
    prefix: "ET",
    label: "Export",
    belongsTo: "organization",
    actsAs: "organization",
    scheme: "Bearer",
    revealable: false,
    cap: "one_per_organization",
    deleteWhen: "any_time",
    plan: "community",
    createdAt: "organization",
    managedIn: "tokens",
    rotatableBy: "administrator",
    sentence: "Reads the exports of one organization and nothing else.",
  },
  download: {
    prefix: "DT",
    label: "Download",
    belongsTo: "organization",
    actsAs: "organization",
    scheme: "Bearer",
    revealable: false,
    cap: "one_per_organization",
    deleteWhen: "any_time",
    plan: "community",
    createdAt: "organization",
    managedIn: "tokens",
    rotatableBy: "administrator",
    sentence: "Downloads the gateway bundle and nothing else.",
  },
  organization: {
    prefix: "OT",
    label: "Organization",
    belongsTo: "organization",
    actsAs: "organization",
    scheme: "Bearer",
    revealable: false,
    cap: "none",
    deleteWhen: "any_time",
    plan: "professional",
    createdAt: "api_access",
    managedIn: "tokens",
    rotatableBy: "administrator",
    sentence: "Reads and writes in one organization, and reads its exports.",
  },
  account: {
    prefix: "CT",
    label: "Account",
    belongsTo: "account",
    actsAs: "account",
    scheme: "Bearer",
    revealable: false,
    cap: "none",
    deleteWhen: "any_time",
    plan: "platform",
    createdAt: "api_access",
    managedIn: "tokens",
    rotatableBy: "administrator",
    sentence: "May do everything in the account; each call names its organization.",
  },
  gateway: {
    prefix: "GT",
    label: "Gateway",
    belongsTo: "account",
    actsAs: "gateway",
    scheme: "Bearer",
    revealable: false,
    cap: "none",
    deleteWhen: "any_time",
    plan: "community",
    createdAt: "gateways",
    managedIn: "gateways",
    rotatableBy: "nobody",
    sentence: "Lets a gateway ask whether tokens are good.",
  },
} as const satisfies Record<string, TokenTypeRule>;

export type TokenType = keyof typeof tokenTypes;

/** A type whose tokens stand in the grid. */
export type ListedTokenType = {
  [T in TokenType]: (typeof tokenTypes)[T]["managedIn"] extends "tokens" ? T : never;
}[TokenType];

export type TokenTypeRule = {
  /** Two letters at the start of the token string. */
  readonly prefix: string;
  readonly label: string;
  readonly belongsTo: "account" | "organization" | "user";
  readonly actsAs: "template_user" | "owner" | "organization" | "account" | "gateway";
  /** HTTP authentication scheme in which it must be presented. */
  readonly scheme: "Bearer" | "Impersonation";
  /** True: kept encrypted and shown again after re-authentication. */
  readonly revealable: boolean;
  readonly cap: "none" | "organization_key_cap" | "one_per_organization";
  readonly deleteWhen: "any_time" | "disabled";
  /** The least plan that includes it. */
  readonly plan: Plan;
  /** The page that creates it. */
  readonly createdAt: "api_access" | "personal" | "organization" | "gateways";
  /** Where it lives: tokens of gateways are not in the grid, and the verbs of tokens do not find them. */
  readonly managedIn: "tokens" | "gateways";
  /** Nobody: rotation would show the owner's secret to somebody else, or cut a gateway off; make a new one instead. */
  readonly rotatableBy: "administrator" | "nobody";
  readonly sentence: string;
};

/** All type names, in the order in which pages list them. */
export const tokenTypeNames = Object.keys(tokenTypes) as readonly TokenType[];

/** The types that the grid lists and the verbs of tokens act on. */
export const listedTokenTypeNames = tokenTypeNames.filter(
  (type): type is ListedTokenType => tokenTypes[type].managedIn === "tokens",
) as [ListedTokenType, ...ListedTokenType[]];

/** The types whose tokens belong to one organization. */
export const organizationTokenTypes = listedTokenTypeNames.filter(
  (type) => tokenTypes[type].belongsTo === "organization",
);

const byPrefix = new Map<string, TokenType>(tokenTypeNames.map((type) => [tokenTypes[type].prefix, type]));

/** The type whose strings start with `prefix` ("IK"), or null. */
export function findTypeByPrefix(prefix: string): TokenType | null {
  return byPrefix.get(prefix) ?? null;
}

/** The rule of a type. */
export function typeRule(type: TokenType): TokenTypeRule {
  return tokenTypes[type];
}
