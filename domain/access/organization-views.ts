import type { TokenCount } from "@/domain/tokens/token-views";
import type { ListedTokenType } from "@/domain/tokens/types";

/** Live tokens of one type that are bound to an organization. */
export type OrganizationTokenCount = { readonly type: ListedTokenType; readonly count: TokenCount };

/** What a deletion of an organization would break. */
export type OrganizationDeletionFacts = {
  readonly name: string;
  /** Live tokens that belong to it. */
  readonly tokens: number;
  /** Good calls in this hour and the last. */
  readonly calls: number;
  /** Addresses seen in the last hour. */
  readonly addresses: number;
};
