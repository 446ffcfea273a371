import type { Page } from "@/domain/access/people-views";
import type { ItemDecision, Outcome } from "@/domain/reviews/decisions";
import type { ReviewFilter } from "@/domain/reviews/filter-words";
import type { ItemChange } from "@/domain/reviews/item-changes";
import type { ReviewState } from "@/domain/reviews/review-state";
import type { TokenStatus } from "@/domain/tokens/status";
import type { TokenCounts } from "@/domain/tokens/token-views";
import type { TokenType } from "@/domain/tokens/types";

export type ReviewerProgress = {
  readonly userId: string;
  readonly name: string;
  readonly items: number;
  readonly decided: number;
};

export type ReviewSummary = {
  readonly id: string;
  readonly name: string;
  readonly state: ReviewState;
  readonly dueAt: Date;
  readonly createdAt: Date;
  readonly createdByName: string;
  readonly items: number;
  readonly decided: number;
  readonly signedAt: Date | null;
  readonly signedByName: string | null;
  readonly cancelledAt: Date | null;
  /** By name. */
  readonly reviewers: readonly ReviewerProgress[];
};

export type ReviewPage = Page<ReviewSummary> & { readonly now: Date };

export type ReviewDetails = Omit<ReviewSummary, "reviewers"> & {
  readonly reviewers: readonly (ReviewerProgress & {
    /** False for who has left or is no longer an administrator: the tokens need another reviewer. */
    readonly mayDecide: boolean;
    readonly remindedAt: Date | null;
  })[];
  readonly filter: ReviewFilter;
  readonly statement: string | null;
  readonly cancelledByName: string | null;
  readonly cancelReason: string | null;
  /** Number of the last decision. */
  readonly revision: number;
  readonly counts: Readonly<Record<ItemDecision, number>>;
  /** Of the decisions that are not carried out yet. */
  readonly waiting: {
    readonly disable: number;
    readonly revoke: number;
    /** To be revoked, and used in the last days: the number must be typed. */
    readonly inUse: number;
    /** Whose last attempt failed. */
    readonly failed: number;
  };
  /** How many tokens changed since the review began; null where there are too many to compare at sight. */
  readonly changed: number | null;
  readonly now: Date;
};

/** A token in a review: as it was when the review began, and what became of it. */
export type ReviewItem = {
  readonly tokenId: string;
  readonly name: string;
  readonly notes: string;
  readonly type: TokenType;
  readonly prefix: string;
  readonly last4: string;
  /** When the review began. */
  readonly status: TokenStatus;
  readonly organizationName: string | null;
  readonly actsAsName: string | null;
  readonly permissions: readonly string[];
  readonly createdAt: Date;
  readonly createdByName: string;
  readonly expiresAt: Date | null;
  readonly ipAllowList: readonly string[];
  readonly lastUsedAt: Date | null;
  readonly lastIp: string | null;
  readonly totalUses: number;
  readonly reviewerId: string;
  readonly reviewerName: string;
  readonly decision: ItemDecision;
  readonly reason: string;
  readonly decidedAt: Date | null;
  readonly decidedByName: string | null;
  /** Number of the decision: who decides again says with it which one they saw. 0: there was none. */
  readonly decidedRevision: number;
  /** In what the token differs now; once decisions are carried out or the review has ended, in what it differed then. */
  readonly changes: readonly ItemChange[];
  /** It changed after it was decided about. */
  readonly changedSinceDecision: boolean;
  /** What it is now, of what changed. Null once the review has ended. */
  readonly present: {
    readonly name: string;
    readonly notes: string;
    readonly expiresAt: Date | null;
    readonly ipAllowList: readonly string[];
    readonly permissions: readonly string[];
    readonly lastUsedAt: Date | null;
  } | null;
  readonly carriedOutAt: Date | null;
  readonly carriedOutByName: string | null;
  readonly outcome: Outcome | null;
  readonly failedAt: Date | null;
};

export type ReviewItemPage = Page<ReviewItem> & { readonly now: Date };

/** What the form that starts a review offers. */
export type ReviewStartOptions = {
  /** How many tokens the filter finds; more than `reviewTokensMax` reads as one more. */
  readonly tokens: number;
  readonly counts: TokenCounts;
  /** Who may be asked: the active administrators, by name. */
  readonly reviewers: readonly { readonly userId: string; readonly name: string; readonly email: string }[];
  readonly viewerId: string | null;
  readonly now: Date;
};

/** A review that waits for the viewer. */
export type ReviewNotice = {
  readonly id: string;
  readonly name: string;
  readonly dueAt: Date;
  readonly isOverdue: boolean;
  /** What it waits for: the viewer's decisions, or, once all is decided, their being carried out, then the signature. */
  readonly next: "decide" | "carry_out" | "sign";
  /** Tokens that wait for the viewer's decision. */
  readonly open: number;
  readonly remindedAt: Date | null;
  readonly remindedByName: string | null;
};

/** What one call of carrying out did. */
export type CarriedOut = {
  readonly disabled: number;
  readonly revoked: number;
  /** It was so already, or the token was gone. */
  readonly unchanged: number;
  /** Tokens that could not be changed; they wait for another attempt. */
  readonly failed: readonly { readonly tokenId: string; readonly name: string }[];
  /** How many decisions that were seen still wait, without those that failed. */
  readonly left: number;
};
