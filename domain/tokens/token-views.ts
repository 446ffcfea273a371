import type { Plan } from "@/domain/access/plans";
import type { TokenSort } from "@/domain/tokens/query-choices";
import type { TokenStatus } from "@/domain/tokens/status";
import type { TokenCountName } from "@/domain/tokens/token-counts";
import type { TokenType } from "@/domain/tokens/types";

/** What services give to pages about tokens. No view but `ShownSecret` and `RevealedSecret` ever holds a secret. */

/** The one answer that carries a secret. */
export type ShownSecret = {
  readonly id: string;
  readonly name: string;
  readonly type: TokenType;
  /** The whole token string. */
  readonly secret: string;
  /** False where it can be shown again, by its type and the policy that bound the answer. */
  readonly shownOnce: boolean;
  readonly scheme: "Bearer" | "Impersonation";
  /** Name of the user or organization that it acts as; null for tokens of the whole account. */
  readonly actsAs: string | null;
  readonly expiresAt: Date | null;
};

export type CreatedToken = ShownSecret;

export type RotatedToken = ShownSecret & {
  /** The old secret works until then; null when it was refused at once. */
  readonly graceUntil: Date | null;
};

/** A secret that is shown again; beside `ShownSecret` the only view that holds one. */
export type RevealedSecret = { readonly id: string; readonly name: string; readonly secret: string };

/** An organization's API keys, newest first. */
export type ApiKeyPage = {
  /** What can be chosen, by name. */
  readonly organizations: readonly { readonly id: string; readonly name: string }[];
  /** The chosen one; null while the account has none. */
  readonly organization: {
    readonly id: string;
    readonly name: string;
    readonly keyCap: number;
    readonly defaultKeyId: string | null;
  } | null;
  readonly keys: readonly TokenSummary[];
  readonly now: Date;
};

/** Calls per hour for the last 24 hours, oldest first; the last is the hour that runs. */
export type HourlyUse = { readonly valid: number[]; readonly refused: number[] };

/** A row of the grid. */
export type TokenSummary = {
  readonly id: string;
  readonly type: TokenType;
  readonly name: string;
  readonly notes: string;
  readonly prefix: string;
  readonly last4: string;
  readonly status: TokenStatus;
  readonly disabledAt: Date | null;
  readonly expiresAt: Date | null;
  readonly notBefore: Date | null;
  readonly createdAt: Date;
  readonly createdById: string | null;
  readonly createdByName: string;
  /** The API client that obtained it; such a token ends within the hour and is revoked, never edited or rotated. */
  readonly apiClientId: string | null;
  /** False when the creator is a user who is no longer active here. */
  readonly creatorActive: boolean;
  readonly actsAsId: string | null;
  readonly actsAsName: string | null;
  readonly actsAsActive: boolean | null;
  readonly organizationId: string | null;
  readonly organizationName: string | null;
  /** The least plan that its type needs, where the account has less: calls with it are refused. */
  readonly planNeeded: Plan | null;
  readonly firstUsedAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly lastIp: string | null;
  /** While two secrets work: when the old one ends. */
  readonly graceUntil: Date | null;
  readonly deletedAt: Date | null;
  readonly deletedByName: string | null;
  readonly hours: HourlyUse;
};

export type TokenPage = {
  readonly rows: readonly TokenSummary[];
  /** When not exact, to be read as "more than": pages show it as "10 000+". See exactTotalMaxOf. */
  readonly total: number;
  readonly totalIsExact: boolean;
  /** From 1; null when the page was counted from the end of an unknown total. */
  readonly page: number | null;
  /** Pages from the end (0 = last); null when counted from the start. */
  readonly pageFromEnd: number | null;
  readonly pageSize: number;
  /** Null when the total is not exact. */
  readonly pageCount: number | null;
  readonly order: TokenOrder;
  readonly now: Date;
};

/** The order that a page's rows are in. */
export type TokenOrder = {
  readonly sort: TokenSort;
  readonly dir: "asc" | "desc";
  /** Why: it was asked for, or a text search has more matches than can be listed in the order that was. */
  readonly because: "asked" | "too_many_matches";
};

/** A number of tokens; not exact means "more than". */
export type TokenCount = { readonly count: number; readonly exact: boolean };
export type TokenCounts = Readonly<Record<TokenCountName, TokenCount>>;

export type TokenSecretView = {
  readonly id: string;
  readonly prefix: string;
  readonly last4: string;
  readonly state: "current" | "retiring" | "destroyed";
  readonly createdAt: Date;
  readonly retiresAt: Date | null;
  readonly destroyedAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly lastIp: string | null;
  readonly calls: number;
  readonly addresses: number;
};

export type TokenCallerView = {
  readonly ip: string;
  readonly agent: string;
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
  readonly total: number;
  /** Called with a secret that is no longer the current one. */
  readonly oldSecret: boolean;
};

/** Calls of one hour or one day, by verdict; spans without calls are left out. */
export type UseSpan = { readonly from: Date; readonly verdicts: Readonly<Record<string, number>> };

export type TokenAuditEntry = {
  readonly id: string;
  readonly at: Date;
  readonly action: string;
  readonly outcome: string;
  readonly actorName: string;
  readonly targetName: string | null;
  readonly ip: string | null;
  readonly details: Readonly<Record<string, unknown>>;
};

export type TokenDetails = TokenSummary & {
  readonly ipAllowList: readonly string[];
  /** Permissions of the user it acts as, as they are now; null when it acts as no user. */
  readonly permissions: readonly string[] | null;
  readonly lastAgent: string | null;
  readonly totalCalls: number;
  readonly secrets: readonly TokenSecretView[];
  /** The 50 seen last. */
  readonly callers: readonly TokenCallerView[];
  readonly useHours: readonly UseSpan[];
  readonly useDays: readonly UseSpan[];
  /** The 20 newest, newest first. */
  readonly events: readonly TokenAuditEntry[];
  /** What a deletion would break: calls in this and the last hour, addresses seen in the last hour. */
  readonly useLastHour: { readonly count: number; readonly addresses: number };
  /** A deletion needs the name typed. */
  readonly deleteNeedsName: boolean;
  readonly now: Date;
};

export type PersonalToken = Pick<
  TokenSummary,
  | "id"
  | "name"
  | "notes"
  | "prefix"
  | "last4"
  | "status"
  | "createdAt"
  | "expiresAt"
  | "lastUsedAt"
  | "lastIp"
  | "firstUsedAt"
>;

export type TokenCreationOptions = {
  readonly types: readonly {
    readonly type: TokenType;
    readonly allowed: boolean;
    /** Why it is not allowed; null when it is. */
    readonly reason: string | null;
  }[];
  readonly templateUsers: readonly {
    readonly id: string;
    readonly name: string;
    readonly permissions: readonly string[];
  }[];
  readonly organizations: readonly { readonly id: string; readonly name: string }[];
  readonly baseUrl: string;
};

export type TokenFilterOptions = {
  readonly actsAs: readonly { readonly id: string; readonly name: string }[];
  readonly createdBy: readonly { readonly id: string; readonly name: string }[];
  readonly organization: readonly { readonly id: string; readonly name: string }[];
};
