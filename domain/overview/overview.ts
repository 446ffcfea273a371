import type { AuditEntry } from "@/domain/audit/audit-views";
import type { LogAlarm } from "@/domain/audit/log-alarm";
import type { NodeNotice, NodeStatus } from "@/domain/nodes/node-status";
import type { TokenCount, TokenCounts, TokenSummary } from "@/domain/tokens/token-views";
import type { ListedTokenType } from "@/domain/tokens/types";

/** The overview's chart goes so many days back, today included. */
export const overviewDays = 30;

/** Calls of one UTC day by verdict, for all tokens of the account. */
export type UsageDay = { readonly day: Date; readonly verdicts: Readonly<Record<string, number>> };

/** What an administrator checks on a Monday. */
export type Overview = {
  readonly counts: TokenCounts;
  /** Types that have active tokens, most first. */
  readonly activeByType: readonly { readonly type: ListedTokenType; readonly count: TokenCount }[];
  /** Oldest first, one for each of the last `overviewDays` days. */
  readonly usage: readonly UsageDay[];
  /** The next to expire, soonest first. */
  readonly expiring: readonly Pick<TokenSummary, "id" | "name" | "type" | "prefix" | "last4" | "expiresAt">[];
  /** Calls that counted towards today's quota (UTC), and the quota. */
  readonly quota: { readonly today: number; readonly limit: number };
  /** The newest events but for sign-ins, newest first. */
  readonly events: readonly AuditEntry[];
  /** Why the account's audit log is not sealed or signed any more; null while all is well. */
  readonly logAlarm: LogAlarm | null;
  /** What is not as it should be with the deployment's processes. Only operators are told names. */
  readonly notices: readonly NodeNotice[];
  /** The deployment's processes, for operators; null for all others. */
  readonly nodes: readonly NodeStatus[] | null;
  readonly now: Date;
};
