import { v7 as uuidv7 } from "uuid";
import type { TokenFacts } from "@/domain/verification/decide";
import type { Verdict } from "@/domain/verification/verdicts";
import type { OpenWorld } from "@/services/testing/open-world";
import { makeToken } from "@/services/testing/tokens";
import type { Use } from "@/services/usage/book";

/** When uses are that say nothing else. */
export const usedAt = new Date("2026-06-15T10:59:59.500Z");

/** One use, by curl from nowhere in particular. */
export function use(facts: TokenFacts | null, wanted: Partial<Use> & { verdict?: Verdict } = {}): Use {
  return {
    at: usedAt,
    verdict: "valid",
    facts,
    gatewayId: null,
    ip: "192.0.2.1",
    agent: "curl/8",
    isCall: true,
    ...wanted,
  };
}

/** Uses of Acme's tokens and what is kept of them. The world is open once a test runs. */
export function usesOf(open: () => OpenWorld) {
  return {
    /** A token as verification sees it: a new one, or what has this id. */
    async subject(tokenId?: string): Promise<TokenFacts> {
      const { acme } = open();
      const id = tokenId ?? (await makeToken(acme)).id;
      return { secretId: uuidv7(), token: { id }, account: { id: acme.accountId } } as TokenFacts;
    },

    activityOf: (facts: TokenFacts) =>
      open().db.tokenActivity.findUniqueOrThrow({ where: { tokenId: facts.token.id } }),

    /** Its hours as "10:00", verdict and count. */
    async hoursOf(facts: TokenFacts) {
      const hours = await open().db.usageHour.findMany({
        where: { tokenId: facts.token.id },
        orderBy: [{ hour: "asc" }, { verdict: "asc" }],
      });
      return hours.map(({ hour, verdict, count }) => [
        hour.toISOString().slice(11, 16),
        verdict,
        Number(count),
      ]);
    },
  };
}
