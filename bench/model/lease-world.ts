import { createTimeline } from "@/bench/model/timeline";
import type { Random } from "@/e2e/cluster/workload/random";

/** What the network and the clocks do to a run. */
export type Weather = {
  /** Of messages that are lost. */
  readonly loss: number;
  /** The longest that a message takes one way, in milliseconds. */
  readonly delayMax: number;
  /** Of the time in which a region is cut off, in each direction by itself. */
  readonly cutOff: number;
  /** How far clocks really drift; the protocol is safe while its own bound is at least that. */
  readonly drift: number;
};

/** A region's link, and a clock with its own rate and its own nought. */
export type Place = { clock(): number; fromHome: Link; toHome: Link };
/** Delivers a message after a while, or never. */
export type Link = (deliver: () => void) => void;

const cutOffMs = 6_000;

/** Time, clocks and links: the parts that no protocol can choose. */
export function createLeaseWorld(weather: Weather, random: Random) {
  const timeline = createTimeline();
  let now = 0;
  const after = (ms: number, happen: () => void) => timeline.plan(now + ms, happen);

  const createClock = () => {
    const rate = 1 + weather.drift * (random() < 0.5 ? -1 : 1) * (random() < 0.5 ? 1 : random());
    const nought = random() * 1e9;
    return { clock: () => nought + now * rate, rate };
  };

  // Cut off for some seconds at a time: all of them, of one direction, are drawn from one number.
  const createLink = (): Link => {
    const phase = random() * 1e6;
    const period = weather.cutOff > 0 ? cutOffMs / weather.cutOff : Number.POSITIVE_INFINITY;
    const isCutOff = () => weather.cutOff > 0 && (now + phase) % period < cutOffMs;
    return (deliver) => {
      const delay = 1 + random() * weather.delayMax;
      if (random() < weather.loss || isCutOff()) return;
      after(delay, deliver);
    };
  };

  return {
    now: () => now,
    after,
    createClock,
    createPlace: (): Place => ({
      clock: createClock().clock,
      fromHome: createLink(),
      toHome: createLink(),
    }),
    runUntil(moment: number) {
      while (timeline.next() <= moment) {
        now = timeline.next();
        timeline.take()?.();
      }
      now = moment;
    },
  };
}

export type LeaseWorld = ReturnType<typeof createLeaseWorld>;
