import type { BrokenVariant } from "@/e2e/cluster/broken/variants";
import { faultNames } from "@/e2e/cluster/faults/fault";
import type { Trial } from "@/e2e/cluster/run-trial";

/** Every kind of change that a token can meet. */
export const changeKinds = [
  "create",
  "disable",
  "enable",
  "rotate",
  "revoke",
  "grant",
  "withdraw",
  "revoke_all",
] as const;

const answeredMin = 1_500;

/** The short run of `npm test`: every kind of fault and of change at least once. */
export function shortTrial(seed: number): Trial {
  return {
    seed,
    isEnough: ({ answered, faults, byKind }) =>
      answered >= answeredMin &&
      faultNames.every((name) => (faults[name] ?? 0) > 0) &&
      changeKinds.every((kind) => (byKind[kind]?.done ?? 0) > 0),
    secondsMax: 60,
    crowd: {
      groups: 8,
      operationsPerGroup: 150,
      verifiersPerNode: 6,
      changersPerNode: 3,
      changePauseMs: [10, 40],
    },
    storm: { lanes: 2, calmMs: [150, 450], length: 1 },
  };
}

/** The long run: `npm run test:linearizability`. */
export function longTrial(seed: number, operations: number, secondsMax: number): Trial {
  return {
    seed,
    isEnough: ({ answered }) => answered >= operations,
    secondsMax,
    crowd: {
      groups: 12,
      operationsPerGroup: 400,
      verifiersPerNode: 12,
      changersPerNode: 3,
      changePauseMs: [40, 120],
    },
    storm: { lanes: 2, calmMs: [500, 3_000], length: 1.5 },
  };
}

/** Few tokens, asked about without a pause: a mistake that lasts milliseconds has to be met within them. Ends at the first violation. */
export function brokenTrial(seed: number, variant: BrokenVariant): Trial {
  return {
    seed,
    isEnough: ({ violations }) => violations.length > 0,
    secondsMax: 75,
    crowd: {
      groups: 2,
      operationsPerGroup: 100,
      verifiersPerNode: 4,
      changersPerNode: 2,
      changePauseMs: [5, 30],
    },
    storm: null,
    // A read must be under way for a while to be joined.
    ...(variant === "joined" ? { slowDatabaseMs: 60 } : {}),
  };
}
