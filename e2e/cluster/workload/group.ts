import type { Timed } from "@/e2e/cluster/checker/linearize";
import type { TokenOperation } from "@/e2e/cluster/checker/token-model";
import type { Account } from "@/e2e/cluster/workload/land";

export const permissionNames = ["reports:read", "reports:write", "billing:read"] as const;

/** A token as its clients know it. */
export type GroupToken = {
  readonly id: string;
  /** Its number in the history. */
  readonly index: number;
  readonly expiresAt: number | null;
  /** Every secret that was ever handed out, by its number. */
  readonly secrets: string[];
  isRevoked: boolean;
};

/**
 * A template user and the tokens that act as it: the object of one history. Where the account is the group's own, its end is that
 * everything in it is revoked at once.
 */
export type Group = {
  readonly account: Account;
  readonly ownsAccount: boolean;
  readonly userId: string;
  /** Its history ends after so many changes. */
  readonly changesMax: number;
  readonly tokens: GroupToken[];
  readonly history: Timed<TokenOperation>[];
  /** What the user was last asked to be allowed. */
  permissions: readonly string[];
  changes: number;
  underWay: number;
  changesUnderWay: number;
  unknown: number;
  /** `ending`: to be revoked as a whole; `over`: only questions any more. */
  stage: "living" | "ending" | "over";
  questionsLeft: number;
  /** As the refusal of a revocation of all told it. */
  liveTokens: number | null;
};

export const groupBounds = {
  operationsMax: 5_000,
  tokensMax: 6,
  tokensAliveMin: 2,
  /** More changes that nobody knows the end of than these tell nothing new, and cost much. */
  unknownMax: 8,
  changesUnderWayMax: 4,
  questionsAfterTheEnd: 40,
} as const;

export function createGroup(
  account: Account,
  ownsAccount: boolean,
  userId: string,
  changesMax: number,
): Group {
  return {
    account,
    ownsAccount,
    userId,
    changesMax,
    tokens: [],
    history: [],
    permissions: permissionNames,
    changes: 0,
    underWay: 0,
    changesUnderWay: 0,
    unknown: 0,
    stage: "living",
    questionsLeft: groupBounds.questionsAfterTheEnd,
    liveTokens: null,
  };
}

/** Moves a group on to its next stage when it is time. True once nothing more is to be asked of it. */
export function isFinished(group: Group): boolean {
  if (group.stage === "living" && isLivedOut(group)) group.stage = group.ownsAccount ? "ending" : "over";
  // Where no token was ever made there is nothing to ask.
  return group.stage === "over" && (group.questionsLeft <= 0 || group.tokens.length === 0);
}

function isLivedOut({ history, changes, changesMax, unknown, tokens }: Group): boolean {
  return (
    changes >= changesMax ||
    history.length >= groupBounds.operationsMax ||
    unknown >= groupBounds.unknownMax ||
    (tokens.length >= groupBounds.tokensMax && tokens.every(({ isRevoked }) => isRevoked))
  );
}
