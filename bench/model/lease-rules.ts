/** The lease protocol of docs/scale.md, and what can be left out of it. All times in milliseconds. */
export type LeaseRules = {
  /** How long a region may answer by itself, on its own clock. */
  readonly lease: number;
  /** By how much a clock may run too fast or too slow: 0.001 is 1 ms in a second. */
  readonly drift: number;
  /** The moment from which a region counts its lease: when it asked, or (wrong) when it was told. */
  readonly countsFrom: "request" | "grant";
  /** What a revocation's answer waits for: acknowledgements or the end of leases, or (wrong) only itself. */
  readonly waits: "regions" | "nobody";
  /** Whether the home region waits for as long as a clock may be slow as well, or (wrong) for the plain lease. */
  readonly allowsForDrift: boolean;
  /** Whether a home region that starts again takes it that every region has a lease, or (wrong) that none has. */
  readonly restartsCarefully: boolean;
  /** Whether a region takes in the revocations that come with a lease before it uses it, or (wrong) some time after. */
  readonly appliesBeforeUse: boolean;
};

/** The protocol as it is proposed. */
export const soundRules: LeaseRules = {
  lease: 2_000,
  drift: 0.001,
  countsFrom: "request",
  waits: "regions",
  allowsForDrift: true,
  restartsCarefully: true,
  appliesBeforeUse: true,
};

/** How long the home region waits on its own clock until a lease is over on the clock of whoever has it. */
export function waitOf({ lease, drift, allowsForDrift }: LeaseRules): number {
  return allowsForDrift ? (lease * (1 + drift)) / (1 - drift) : lease;
}
