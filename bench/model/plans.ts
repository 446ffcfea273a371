import type { FleetPlan, Sizes } from "@/bench/model/fleet";

/** Measured (docs/scale.md): tables of 1,000,000 tokens, WAL of `npm run bench:wal`. The exchange is counted from a request and its answer. */
export const sizes: Sizes = { token: 1_240, walOfLine: 140, walOfMove: 2_000, exchange: 1_500 };

/** A million verifications a second, drawn from a thousand million tokens so that hardly one comes twice: the hardest there is. */
export const millionPlan: FleetPlan = {
  verificationsPerSecond: 1_000_000,
  tokens: 1_000_000_000,
  shards: 64,
  utilisation: 0.6,
  linesPerUse: 1,
  tokensPerLine: 1,
  // Of a process that is asked some 8,000 times a second: as few as the model says there. Under full load it is 20 and more.
  keysPerStatement: 3,
};

/** The same, where a token that is used is used ten times in a second, as by a busy integration. */
export const busyTokensPlan: FleetPlan = { ...millionPlan, linesPerUse: 0.1 };
