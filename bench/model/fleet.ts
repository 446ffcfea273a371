import type { Costs } from "@/bench/model/costs";

/** What a deployment is asked to do, and how it is cut. */
export type FleetPlan = {
  readonly verificationsPerSecond: number;
  readonly tokens: number;
  readonly shards: number;
  /** Of the CPU that is there, how much may be used in a busy second. */
  readonly utilisation: number;
  /** Lines that the journal gets, a verification: 1 when no token is used twice in a second. */
  readonly linesPerUse: number;
  /** Distinct tokens that a move finds, a line: 1 when no token is used twice between two moves. */
  readonly tokensPerLine: number;
  readonly keysPerStatement: number;
};

/** Measured sizes, in bytes. */
export type Sizes = {
  /** Of a token with its secret, its activity and all their indexes. */
  readonly token: number;
  /** What of it look-ups and moves read and write, and must find in memory. */
  readonly inMemory: number;
  /** A row of an hour with its index. */
  readonly hourRow: number;
  /** WAL of a line in the journal. */
  readonly walOfLine: number;
  /** WAL of a token that a move finds, with the pages that go in as a whole after each checkpoint. */
  readonly walOfMove: number;
  /** A request and its answer with their HTTP heads. */
  readonly exchange: number;
};

export type ShardNeeds = {
  readonly verificationsPerSecond: number;
  readonly tokens: number;
  readonly apiCores: number;
  readonly apiProcesses: number;
  readonly lookupCores: number;
  /** Of the one core that the one mover can use. */
  readonly moverShare: number;
  readonly databaseCores: number;
  readonly gigabytes: number;
  readonly memoryGigabytes: number;
  readonly walMegabytesPerSecond: number;
  readonly megabitsPerSecond: number;
};

/** What each shard needs; every line is a product of a measured cost and a share of the plan. */
export function sizeShard(plan: FleetPlan, costs: Costs, sizes: Sizes): ShardNeeds {
  const rate = plan.verificationsPerSecond / plan.shards;
  const tokens = plan.tokens / plan.shards;
  const perVerification = plan.keysPerStatement - 1;
  const api = costs.api + costs.flushPerUse + costs.apiPerStatement / perVerification;
  const lookup =
    (costs.databasePerStatement + costs.databasePerKey * plan.keysPerStatement) / perVerification;
  const lines = rate * plan.linesPerUse;
  const moved = lines * plan.tokensPerLine;
  const apiCores = (rate * api) / 1e6;
  const lookupCores = (rate * lookup) / 1e6;
  const moverShare = (moved * costs.movePerUse) / 1e6;
  return {
    verificationsPerSecond: rate,
    tokens,
    apiCores,
    // One more, so that one may be gone.
    apiProcesses: Math.ceil(apiCores / plan.utilisation) + 1,
    lookupCores,
    moverShare,
    databaseCores: (lookupCores + moverShare) / plan.utilisation,
    gigabytes: (tokens * sizes.token) / 1e9,
    memoryGigabytes: (tokens * sizes.inMemory) / 1e9,
    walMegabytesPerSecond: (lines * sizes.walOfLine + moved * sizes.walOfMove) / 1e6,
    megabitsPerSecond: (rate * sizes.exchange * 8) / 1e6,
  };
}

/** The least number of shards at which each one's mover keeps up, using no more than a share of its one core. */
export function shardsForMovers(plan: Omit<FleetPlan, "shards">, costs: Costs, share: number): number {
  const moved = plan.verificationsPerSecond * plan.linesPerUse * plan.tokensPerLine;
  return Math.ceil((moved * costs.movePerUse) / 1e6 / share);
}

const halfAfterSeconds = 300;

/**
 * How old the oldest line is when the mover keeps up with so much of a core: services/usage/journal-mover rests
 * 6 ÷ (1 + age ÷ 300 s) times as long as it works. Seconds; 0 where the plain pace of a seventh is enough.
 */
export function journalAge(moverShare: number): number {
  const restPerWork = 1 / moverShare - 1;
  return restPerWork >= 6 ? 0 : halfAfterSeconds * (6 / restPerWork - 1);
}
