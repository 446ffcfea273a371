export type UsageBounds = {
  readonly agentLengthMax: number;
  /** Callers that are remembered of one token; a client that varies its agent must not fill the disk. */
  readonly callersPerTokenMax: number;
  /** Uses that are held while the database does not take them; what comes on top is lost and said so in the log. */
  readonly keysMax: number;
};

/** Bounds of what is kept of uses, once. */
export const usageBounds: UsageBounds = { agentLengthMax: 200, callersPerTokenMax: 50, keysMax: 200_000 };
