import type { Configuration } from "@/e2e/cluster/checker/linearize";

export type Frontier<State> = {
  /** False where another one in it can do all that this one can. */
  add(configuration: Configuration<State>): boolean;
  all(): Configuration<State>[];
  size(): number;
};

/**
 * A set of configurations without those that others make superfluous: of two in the same state with the same changes done, one that
 * has done more reads and used up fewer unanswered operations can go on in every way in which the other can.
 */
export function createFrontier<State>(): Frontier<State> {
  const buckets = new Map<string, Configuration<State>[]>();
  let size = 0;
  return {
    add(one) {
      const name = `${one.change}|${one.key}`;
      const bucket = buckets.get(name);
      if (bucket === undefined) {
        buckets.set(name, [one]);
        size += 1;
        return true;
      }
      if (bucket.some((other) => isAtLeast(other, one))) return false;
      const kept = bucket.filter((other) => !isAtLeast(one, other));
      kept.push(one);
      size += kept.length - bucket.length;
      buckets.set(name, kept);
      return true;
    },
    all: () => [...buckets.values()].flat(),
    size: () => size,
  };
}

function isAtLeast(one: Configuration<unknown>, other: Configuration<unknown>): boolean {
  return (other.read & ~one.read) === 0n && (one.open & ~other.open) === 0n;
}
