import type { TokenQueryInput } from "@/domain/tokens/query-choices";

/** The grid's counts ("chips") as queries: each is a link to exactly the rows that it counts. */
export const tokenCountQueries = {
  live: {},
  active: { status: ["active"] },
  expiringSoon: { status: ["active"], expiring: "soon" },
  unused: { status: ["active"], lastUsed: "unused90" },
  neverExpiring: { status: ["active"], expiring: "never" },
  ownerGone: { status: ["active"], ownerGone: true },
  deleted: { status: ["deleted"] },
} as const satisfies Record<string, TokenQueryInput>;

export type TokenCountName = keyof typeof tokenCountQueries;
