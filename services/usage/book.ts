import type { TokenFacts } from "@/domain/verification/decide";
import { tokenlessVerdicts, type Verdict } from "@/domain/verification/verdicts";

/** One verification, to be counted. */
export type Use = {
  readonly at: Date;
  readonly verdict: Verdict;
  readonly facts: TokenFacts | null;
  /** The gateway that asked; null when the bearer asked by itself. */
  readonly gatewayId: string | null;
  readonly ip: string | null;
  readonly agent: string;
  /** False for a gateway's use of its own token to ask: it is seen in the token's activity, but is no call of the account. */
  readonly isCall: boolean;
};

export type TokenUse = {
  readonly tokenId: string;
  readonly accountId: string;
  first: number;
  last: number;
  ip: string;
  agent: string;
  count: number;
  callers: number;
};
export type CallerUse = {
  readonly tokenId: string;
  readonly secretId: string;
  readonly ip: string;
  readonly agent: string;
  first: number;
  last: number;
  count: number;
};
/** A count under a key that several columns make. `id` is a token, gateway or account; `at` the start of the hour or day. */
export type Count = {
  readonly id: string;
  readonly at: number;
  readonly verdict: string;
  readonly accountId: string;
  count: number;
};

/** What was counted since the last flush. Times are milliseconds since 1970. */
export type UsageBook = {
  readonly tokens: Map<string, TokenUse>;
  readonly callers: Map<string, CallerUse>;
  readonly hours: Map<string, Count>;
  readonly days: Map<string, Count>;
  readonly gateways: Map<string, Count>;
};

export const usageBounds = {
  agentLengthMax: 200,
  /** Callers that are remembered of one token; a client that varies its agent must not fill the disk. */
  callersPerTokenMax: 50,
  /** Keys in each map while the database does not take them; what comes on top is lost and said so in the log. */
  keysMax: 200_000,
} as const;

/** Stands for "no gateway" where a gateway's id is part of a key. */
export const noGateway = "00000000-0000-0000-0000-000000000000";

const hourMs = 3_600_000;
const dayMs = 86_400_000;

/** An empty book. */
export function openBook(): UsageBook {
  return {
    tokens: new Map(),
    callers: new Map(),
    hours: new Map(),
    days: new Map(),
    gateways: new Map(),
  };
}

/** True when nothing was counted. */
export function isEmpty(book: UsageBook): boolean {
  return book.tokens.size === 0 && book.hours.size === 0 && book.gateways.size === 0;
}

/** Writes a use into the book. Refusals never move "last used" and spend no quota (design §5). @returns keys that found no room */
export function countUse(book: UsageBook, use: Use): number {
  const at = use.at.getTime();
  const hour = at - (at % hourMs);
  const { facts, verdict } = use;
  const isNameless = facts === null || tokenlessVerdicts.has(verdict);
  let lost = 0;
  if (use.gatewayId !== null || isNameless) {
    lost += add(book.gateways, use.gatewayId ?? noGateway, hour, verdict, "", 1);
  }
  if (isNameless) return lost;
  const tokenId = facts.token.id;
  const accountId = facts.account.id;
  const counted = use.isCall || verdict !== "valid";
  if (counted) lost += add(book.hours, tokenId, hour, verdict, accountId, 1);
  if (verdict !== "valid") return lost;
  if (use.isCall) lost += add(book.days, accountId, at - (at % dayMs), "", accountId, 1);
  const ip = use.ip ?? "";
  const agent = tidyAgent(use.agent);
  lost += mergeToken(book, { tokenId, accountId, first: at, last: at, ip, agent, count: 1, callers: 0 });
  lost += mergeCaller(book, {
    tokenId,
    secretId: facts.secretId,
    ip,
    agent,
    first: at,
    last: at,
    count: 1,
  });
  return lost;
}

function add(
  map: Map<string, Count>,
  id: string,
  at: number,
  verdict: string,
  accountId: string,
  count: number,
): number {
  const key = `${id}|${at}|${verdict}`;
  const known = map.get(key);
  if (known !== undefined) {
    known.count += count;
    return 0;
  }
  if (map.size >= usageBounds.keysMax) return 1;
  map.set(key, { id, at, verdict, accountId, count });
  return 0;
}

function mergeToken(book: UsageBook, use: TokenUse): number {
  const known = book.tokens.get(use.tokenId);
  if (known === undefined) {
    if (book.tokens.size >= usageBounds.keysMax) return 1;
    book.tokens.set(use.tokenId, use);
    return 0;
  }
  known.count += use.count;
  known.first = Math.min(known.first, use.first);
  if (use.last >= known.last) {
    known.last = use.last;
    known.ip = use.ip;
    known.agent = use.agent;
  }
  return 0;
}

function mergeCaller(book: UsageBook, use: CallerUse): number {
  const key = `${use.tokenId}|${use.secretId}|${use.ip}|${use.agent}`;
  const known = book.callers.get(key);
  if (known !== undefined) {
    known.count += use.count;
    known.first = Math.min(known.first, use.first);
    known.last = Math.max(known.last, use.last);
    return 0;
  }
  const token = book.tokens.get(use.tokenId);
  // Beyond the bound a caller is left out, not lost: its uses are in the token's total.
  if (token === undefined || token.callers >= usageBounds.callersPerTokenMax) return 0;
  if (book.callers.size >= usageBounds.keysMax) return 1;
  token.callers += 1;
  book.callers.set(key, use);
  return 0;
}

/** Puts what could not be written back under what was counted meanwhile. @returns keys that found no room */
export function mergeBook(into: UsageBook, from: UsageBook): number {
  let lost = 0;
  for (const use of from.tokens.values()) lost += mergeToken(into, { ...use, callers: 0 });
  for (const use of from.callers.values()) lost += mergeCaller(into, use);
  for (const map of ["hours", "days", "gateways"] as const) {
    for (const c of from[map].values()) lost += add(into[map], c.id, c.at, c.verdict, c.accountId, c.count);
  }
  return lost;
}

// Text columns take no NUL and no half characters, and both can come in a JSON body; agents hold no controls anyway.
function tidyAgent(agent: string): string {
  if (agent === "") return agent;
  return agent.slice(0, usageBounds.agentLengthMax).replace(/[\p{Cc}\p{Cs}]/gu, "");
}
