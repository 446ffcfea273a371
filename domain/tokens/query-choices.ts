import type { TokenStatus } from "@/domain/tokens/status";
import type { listedTokenTypeNames } from "@/domain/tokens/types";

// Apart from the schema of `token-query.ts`, which parses the same words: pages offer them without loading a parser.

export const pageSizes = [25, 50, 100] as const;
export const tokenSorts = ["name", "createdAt", "lastUsedAt", "expiresAt", "createdBy"] as const;
export type TokenSort = (typeof tokenSorts)[number];
export const lastUsedFilters = ["never", "24h", "7d", "30d", "unused90"] as const;
export const expiringFilters = ["soon", "never"] as const;

/** What a page, a link or a program may ask; everything is optional. */
export type TokenQueryInput = {
  readonly q?: string;
  readonly ids?: readonly string[];
  readonly status?: readonly TokenStatus[];
  readonly type?: readonly (typeof listedTokenTypeNames)[number][];
  readonly actsAs?: readonly string[];
  readonly createdBy?: readonly string[];
  readonly organization?: readonly string[];
  readonly lastUsed?: (typeof lastUsedFilters)[number];
  readonly expiring?: (typeof expiringFilters)[number];
  readonly ownerGone?: boolean;
  readonly sort?: TokenSort;
  readonly dir?: "asc" | "desc";
  /** 1, 2, … or "last", "last-1", … */
  readonly page?: number | string;
  readonly pageSize?: (typeof pageSizes)[number];
};
