import type { FleetPlan, Sizes } from "@/bench/model/fleet";

/**
 * Bytes of rows and all indexes a token, in the databases of `npm run bench`: of the one with ten million tokens, but activity of the one
 * with a million, whose tokens had been used for a day of loads (181 before).
 */
const table = { token: 761, secret: 472, activity: 720, caller: 226, hour: 180 };
/** Of `TokenSecret`, what a look-up reads: the rows and the hash index; and the index of `Token` that a move asks. */
const readOften = { secret: 309, tokenIndex: 32 };

/** The share of a token's hours that get a row when it is asked about so many times in an hour. */
export const shareOfHours = (timesAnHour: number) => 1 - Math.exp(-timesAnHour);

const used = shareOfHours(3.6);

/** Measured (docs/scale.md); WAL by `npm run bench:wal` and, of moves, among ten million tokens. The exchange is counted from a request and its answer. */
export const sizes: Sizes = {
  token: table.token + table.secret + table.activity + table.caller,
  // The row of the current hour is written by the moves of that hour.
  inMemory: readOften.secret + readOften.tokenIndex + table.activity + table.caller + used * table.hour,
  hourRow: table.hour,
  walOfLine: 140,
  walOfMove: 4_300,
  exchange: 1_500,
};

/** A million verifications a second, drawn from a thousand million tokens so that hardly one comes twice: the hardest there is. */
export const millionPlan: FleetPlan = {
  verificationsPerSecond: 1_000_000,
  tokens: 1_000_000_000,
  shards: 64,
  utilisation: 0.6,
  linesPerUse: 1,
  tokensPerLine: 1,
  // Of a process that is asked some 8,000 times a second: as few as the model says there. Under full load it is 20 and more.
  keysPerStatement: 2.2,
};

/** The same, where a token that is used is used ten times in a second, as by a busy integration. */
export const busyTokensPlan: FleetPlan = { ...millionPlan, linesPerUse: 0.1 };
