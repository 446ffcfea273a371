/** CPU of the parts of a verification, in microseconds. */
export type Costs = {
  /** The generator, a request: to send it and to read its answer. */
  readonly generator: number;
  /** The API's thread, a request, without what a statement costs it. */
  readonly api: number;
  /** The API's thread, a statement: to write it and to read its frame. */
  readonly apiPerStatement: number;
  /** PostgreSQL, a statement. */
  readonly databasePerStatement: number;
  /** PostgreSQL, a key of a statement. */
  readonly databasePerKey: number;
  /** The API's thread, a use, all at once each second. */
  readonly flushPerUse: number;
  /** PostgreSQL, a use that is moved out of the journal. */
  readonly movePerUse: number;
};

/** Measured on the 21st of November 2026 on two busy cores, each the middle of its range: docs/scale.md says how. */
export const measuredCosts: Costs = {
  generator: 23.5,
  api: 50,
  apiPerStatement: 36,
  databasePerStatement: 27,
  databasePerKey: 21.5,
  flushPerUse: 0.8,
  movePerUse: 26.5,
};

/** A server that answers 200 and asks nobody. */
export const bareCosts: Costs = {
  generator: 18,
  api: 15.5,
  apiPerStatement: 0,
  databasePerStatement: 0,
  databasePerKey: 0,
  flushPerUse: 0,
  movePerUse: 0,
};
