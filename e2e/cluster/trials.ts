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

const answeredMin = 1_200;
/** A machine that is busy with other things takes many times the quarter of a minute of a quiet one: enough is enough, not late. */
const patienceSeconds = 600;

/** The short run of `npm test`: every kind of fault and of change at least once. */
export function shortTrial(seed: number): Trial {
  return {
    seed,
    isEnough: ({ answered, faults, byKind }) =>
      answered >= answeredMin &&
      faultNames.every((name) => (faults[name] ?? 0) > 0) &&
      changeKinds.every((kind) => (byKind[kind]?.done ?? 0) > 0),
    secondsMax: patienceSeconds,
    crowd: {
      groups: 6,
      changesPerGroup: 9,
      verifiersPerNode: 6,
      changersPerNode: 3,
      changeShare: 0.25,
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
      groups: 24,
      changesPerGroup: 25,
      verifiersPerNode: 64,
      changersPerNode: 3,
      changeShare: 0.03,
      changePauseMs: [10, 60],
    },
    storm: { lanes: 2, calmMs: [3_000, 9_000], length: 1.5 },
  };
}

/**
 * Few tokens, asked about without a pause: a mistake that lasts milliseconds has to be met within them. The links to PostgreSQL are
 * slow in turn, as what is read then is old when it arrives. Ends at the first violation.
 */
export function brokenTrial(seed: number): Trial {
  return {
    seed,
    isEnough: ({ violations }) => violations.length > 0,
    secondsMax: patienceSeconds,
    crowd: {
      groups: 1,
      changesPerGroup: 10,
      verifiersPerNode: 5,
      changersPerNode: 2,
      changeShare: 0.3,
      changePauseMs: [5, 20],
    },
    storm: { lanes: 1, calmMs: [20, 100], length: 2, deck: ["a slow link between node and PostgreSQL"] },
  };
}
