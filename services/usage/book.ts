import type { TokenFacts } from "@/domain/verification/decide";
import { tokenlessVerdicts, type Verdict } from "@/domain/verification/verdicts";
import { usageBounds } from "@/services/usage/usage-bounds";
import { createUseTable, type UseTable } from "@/services/usage/use-table";

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

/** A count of an account or gateway; `at` is the start of the hour or day. */
export type Count = { readonly at: number; readonly verdict: string; count: number };

/** What was counted since the last flush. The maps' keys are ids: of accounts, accounts and gateways. */
export type UsageBook = {
  readonly secrets: UseTable;
  readonly accountHours: Map<string, Count[]>;
  readonly accountDays: Map<string, Count[]>;
  readonly gatewayHours: Map<string, Count[]>;
  /** When the oldest use in it was counted; null while it is empty. */
  since: number | null;
};

/** Stands for "no gateway" where a gateway's id is part of a key. */
export const noGateway = "00000000-0000-0000-0000-000000000000";

const hourMs = 3_600_000;
const dayMs = 86_400_000;

/** An empty book. */
export function openBook(): UsageBook {
  return {
    secrets: createUseTable(usageBounds),
    accountHours: new Map(),
    accountDays: new Map(),
    gatewayHours: new Map(),
    since: null,
  };
}

/** Empties a book that was written, for further use. */
export function clearBook(book: UsageBook): void {
  book.secrets.clear();
  book.accountHours.clear();
  book.accountDays.clear();
  book.gatewayHours.clear();
  book.since = null;
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
  return book.secrets.add({
    tokenId: facts.token.id,
    accountId,
    secretId: facts.secretId,
    verdict,
    hour,
    isCounted,
    ip: isValid ? (use.ip ?? "") : "",
    agent: isValid ? tidyAgent(use.agent) : "",
    first: at,
    last: at,
    count: 1,
  });
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
  from.secrets.each((use) => {
    lost += into.secrets.add(use);
  });
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
