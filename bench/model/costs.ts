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

/** What the statement and the usage cost the API, by which a measured request of it is split (docs/scale.md says how each was got). */
const apiParts = { apiPerStatement: 40, flushPerUse: 0.9 };

/** Of the API's measured cost of a request, what is neither its share of a statement nor its use's. */
function apiAlone(aRequest: number, requestsPerStatement: number): number {
  return aRequest - apiParts.flushPerUse - apiParts.apiPerStatement / requestsPerStatement;
}

/** Measured on the 21st of November 2026, among a million tokens, with 64 connections: docs/scale.md says how. */
export const measuredCosts: Costs = {
  ...apiParts,
  generator: 13.8,
  api: apiAlone(32.7, 23),
  databasePerStatement: 72,
  databasePerKey: 6.7,
  movePerUse: 20,
};

/** With 256 connections, where each request costs more, the bare server's too. */
export const costsOf256: Costs = { ...measuredCosts, generator: 14.4, api: apiAlone(37.2, 87) };

/** Among ten million tokens, the most that was measured: look-ups and moves find less in the processor's caches. */
export const costsAmongMillions: Costs = { ...measuredCosts, databasePerKey: 8.7, movePerUse: 28 };

/** A server that answers 200 and asks nobody; as above, with 64 connections. */
export const bareCosts: Costs = {
  generator: 12.4,
  api: 15.3,
  apiPerStatement: 0,
  databasePerStatement: 0,
  databasePerKey: 0,
  flushPerUse: 0,
  movePerUse: 0,
};
export const bareCostsOf256: Costs = { ...bareCosts, generator: 15.1, api: 21.3 };

/** The costs of commit 6775287, from which the page foretold what a cheaper API and a cheaper key would bring. */
export const costsOnceMeasured: Costs = {
  generator: 23.5,
  api: 50,
  apiPerStatement: 36,
  databasePerStatement: 27,
  databasePerKey: 21.5,
  flushPerUse: 0.8,
  movePerUse: 26.5,
};
