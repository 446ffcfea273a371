/** Draws numbers from 0 up to but not 1, the same ones for the same seed (mulberry32): a simulation must be repeatable. */
export type Random = () => number;

/** Makes a source of random numbers from a seed. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A time between two arrivals of a Poisson process, by its mean. */
export function drawExponential(random: Random, mean: number): number {
  return -mean * Math.log(1 - random());
}
