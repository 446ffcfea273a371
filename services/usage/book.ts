import type { TokenFacts } from "@/domain/verification/decide";
import { tokenlessVerdicts, type Verdict } from "@/domain/verification/verdicts";

/** One verification, to be counted. */
export type Use = {
  readonly at: Date;
  readonly verdict: Verdict;
  readonly facts:
    | (Pick<TokenFacts, "secretId"> & {
        readonly token: Pick<TokenFacts["token"], "id">;
        readonly account: Pick<TokenFacts["account"], "id">;
      })
    | null;
  /** The gateway that asked; null when the bearer asked by itself. */
  readonly gatewayId: string | null;
  readonly ip: string | null;
  readonly agent: string;
  /** False for a gateway's use of its own token to ask: it is seen in the token's activity, but is no call of the account. */
  readonly isCall: boolean;
};

/** Uses of one secret that differ in nothing but their times. */
export type SecretUse = {
  readonly tokenId: string;
  readonly accountId: string;
  readonly secretId: string;
  readonly verdict: string;
  /** Start of the hour, as all times in milliseconds since 1970. */
  readonly hour: number;
  /** False where the use is no call of the account. */
  readonly isCounted: boolean;
  /** False for callers beyond the bound: only the place of the latest use is kept of them. */
  readonly isRemembered: boolean;
  /** Of good uses alone. */
  ip: string;
  agent: string;
  first: number;
  last: number;
  count: number;
  /** Another use of the same secret. */
  next: SecretUse | null;
};

/** A count of an account or gateway; `at` is the start of the hour or day. */
export type Count = { readonly at: number; readonly verdict: string; count: number };

/** What was counted since the last flush. The maps' keys are ids: of secrets, accounts, accounts and gateways. */
export type UsageBook = {
  readonly secrets: Map<string, SecretUse>;
  /** How many uses hang in `secrets`. */
  secretUses: number;
  readonly accountHours: Map<string, Count[]>;
  readonly accountDays: Map<string, Count[]>;
  readonly gatewayHours: Map<string, Count[]>;
  /** When the oldest use in it was counted; null while it is empty. */
  since: number | null;
};

export const usageBounds = {
  agentLengthMax: 200,
  /** Callers that are remembered of one token; a client that varies its agent must not fill the disk. */
  callersPerTokenMax: 50,
  /** Uses that are held while the database does not take them; what comes on top is lost and said so in the log. */
  keysMax: 200_000,
} as const;

/** Stands for "no gateway" where a gateway's id is part of a key. */
export const noGateway = "00000000-0000-0000-0000-000000000000";

const hourMs = 3_600_000;
const dayMs = 86_400_000;

/** An empty book. */
export function openBook(): UsageBook {
  return {
    secrets: new Map(),
    secretUses: 0,
    accountHours: new Map(),
    accountDays: new Map(),
    gatewayHours: new Map(),
    since: null,
  };
}

/** Writes a use into the book. Refusals never move "last used" and spend no quota (design §5). @returns uses that found no room */
export function countUse(book: UsageBook, use: Use): number {
  const at = use.at.getTime();
  const hour = at - (at % hourMs);
  const { facts, verdict } = use;
  book.since ??= at;
  const isNameless = facts === null || tokenlessVerdicts.has(verdict);
  if (use.gatewayId !== null || isNameless) {
    addCount(book.gatewayHours, use.gatewayId ?? noGateway, hour, verdict, 1);
  }
  if (isNameless) return 0;
  const accountId = facts.account.id;
  const isValid = verdict === "valid";
  const isCounted = use.isCall || !isValid;
  if (isCounted) addCount(book.accountHours, accountId, hour, verdict, 1);
  if (isValid && use.isCall) addCount(book.accountDays, accountId, at - (at % dayMs), "", 1);
  const ip = isValid ? (use.ip ?? "") : "";
  const agent = isValid ? tidyAgent(use.agent) : "";
  return addSecretUse(
    book,
    facts.token.id,
    accountId,
    facts.secretId,
    verdict,
    hour,
    isCounted,
    ip,
    agent,
    at,
    at,
    1,
  );
}

// Arguments instead of an object: it runs with every verification.
function addSecretUse(
  book: UsageBook,
  tokenId: string,
  accountId: string,
  secretId: string,
  verdict: string,
  hour: number,
  isCounted: boolean,
  ip: string,
  agent: string,
  first: number,
  last: number,
  count: number,
): number {
  const head = book.secrets.get(secretId) ?? null;
  let callers = 0;
  let leftOut: SecretUse | null = null;
  for (let known = head; known !== null; known = known.next) {
    if (known.verdict !== verdict || known.hour !== hour || known.isCounted !== isCounted) continue;
    if (!known.isRemembered) {
      leftOut = known;
      continue;
    }
    callers += 1;
    if (known.ip !== ip || known.agent !== agent) continue;
    known.count += count;
    if (first < known.first) known.first = first;
    if (last > known.last) known.last = last;
    return 0;
  }
  const isRemembered = callers < usageBounds.callersPerTokenMax;
  if (!isRemembered && leftOut !== null) {
    leftOut.count += count;
    if (first < leftOut.first) leftOut.first = first;
    if (last >= leftOut.last) {
      leftOut.last = last;
      leftOut.ip = ip;
      leftOut.agent = agent;
    }
    return 0;
  }
  if (book.secretUses >= usageBounds.keysMax) return count;
  book.secretUses += 1;
  const use = {
    tokenId,
    accountId,
    secretId,
    verdict,
    hour,
    isCounted,
    isRemembered,
    ip,
    agent,
    first,
    last,
    count,
  };
  if (head === null) book.secrets.set(secretId, { ...use, next: null });
  else head.next = { ...use, next: head.next };
  return 0;
}

function addCount(map: Map<string, Count[]>, id: string, at: number, verdict: string, count: number): void {
  const counts = map.get(id);
  if (counts === undefined) {
    map.set(id, [{ at, verdict, count }]);
    return;
  }
  for (const known of counts) {
    if (known.at !== at || known.verdict !== verdict) continue;
    known.count += count;
    return;
  }
  counts.push({ at, verdict, count });
}

/** Puts what could not be written back under what was counted meanwhile. @returns uses that found no room */
export function mergeBook(into: UsageBook, from: UsageBook): number {
  let lost = 0;
  for (const head of from.secrets.values()) {
    for (let u: SecretUse | null = head; u !== null; u = u.next) {
      lost += addSecretUse(
        into,
        u.tokenId,
        u.accountId,
        u.secretId,
        u.verdict,
        u.hour,
        u.isCounted,
        u.ip,
        u.agent,
        u.first,
        u.last,
        u.count,
      );
    }
  }
  for (const map of ["accountHours", "accountDays", "gatewayHours"] as const) {
    for (const [id, counts] of from[map]) {
      for (const { at, verdict, count } of counts) addCount(into[map], id, at, verdict, count);
    }
  }
  if (from.since !== null && (into.since === null || from.since < into.since)) into.since = from.since;
  return lost;
}

const untidy = /[\p{Cc}\p{Cs}]/u;
const untidyAll = /[\p{Cc}\p{Cs}]/gu;

// Text columns take no NUL and no half characters, and both can come in a JSON body; agents hold no controls anyway.
function tidyAgent(agent: string): string {
  if (agent === "") return agent;
  const cut = agent.length > usageBounds.agentLengthMax ? agent.slice(0, usageBounds.agentLengthMax) : agent;
  return untidy.test(cut) ? cut.replace(untidyAll, "") : cut;
}
