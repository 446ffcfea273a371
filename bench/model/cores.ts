import { createTimeline } from "@/bench/model/timeline";

/** A thread: it does one piece of work after the other, in the order in which they were given. */
export type Thread = {
  /** Gives it work of so many microseconds of CPU; `done` is called when that is done. */
  give(microseconds: number, done: () => void): void;
};

/** A machine with some cores, and a clock in microseconds. */
export type Machine = {
  now(): number;
  addThread(): Thread;
  /** Plans something for a moment; it costs no CPU by itself. */
  at(moment: number, happen: () => void): void;
  /** Runs until that moment. */
  runUntil(moment: number): void;
};

export type Cores = {
  readonly count: number;
  /** A thread that has worked for so many microseconds goes behind those that wait for a core, as in a scheduler of an operating system. */
  readonly slice: number;
  /** Other programs, always ready to work: each is one thread. */
  readonly others: number;
  /** Their slices, as a share of ours: nice 10 weighs about a ninth. */
  readonly othersWeight: number;
};

type Work = { left: number; readonly done: () => void };
type Running = { readonly works: Work[]; readonly slice: number; sliceEnd: number; isPlaced: boolean };

/** Threads take turns on the cores, in slices; whoever has nothing to do gives its core away at once. */
export function createMachine({ count, slice, others, othersWeight }: Cores): Machine {
  const timeline = createTimeline();
  const ready: Running[] = [];
  const cores: (Running | null)[] = new Array<Running | null>(count).fill(null);
  let now = 0;

  const place = (thread: Running) => {
    thread.isPlaced = true;
    const free = cores.indexOf(null);
    if (free < 0) ready.push(thread);
    else start(free, thread);
  };
  const start = (core: number, thread: Running | undefined) => {
    cores[core] = thread ?? null;
    if (thread !== undefined) thread.sliceEnd = now + thread.slice;
  };
  const addThread = (ownSlice: number): Thread => {
    const thread: Running = { works: [], slice: ownSlice, sliceEnd: 0, isPlaced: false };
    return {
      give(microseconds, done) {
        thread.works.push({ left: microseconds, done });
        if (!thread.isPlaced) place(thread);
      },
    };
  };
  for (let i = 0; i < others; i++)
    addThread(slice * othersWeight).give(Number.POSITIVE_INFINITY, () => undefined);

  const turnOver = (core: number, thread: Running) => {
    if (thread.works.length === 0) {
      thread.isPlaced = false;
      start(core, ready.shift());
    } else if (now >= thread.sliceEnd) {
      ready.push(thread);
      start(core, ready.shift());
    }
  };

  return {
    now: () => now,
    addThread: () => addThread(slice),
    at: (moment, happen) => timeline.plan(moment, happen),
    runUntil(moment) {
      while (now < moment) {
        let until = Math.min(moment, timeline.next());
        for (const thread of cores)
          if (thread !== null) until = Math.min(until, now + thread.works[0]!.left, thread.sliceEnd);
        const passed = until - now;
        now = until;
        for (const thread of cores) if (thread !== null) thread.works[0]!.left -= passed;
        for (let core = 0; core < count; core++) {
          const thread = cores[core]!;
          if (thread === null) continue;
          // What is left of rounding counts as done.
          if (thread.works[0]!.left <= 1e-6) thread.works.shift()!.done();
          turnOver(core, thread);
        }
        while (timeline.next() <= now) timeline.take()?.();
      }
    },
  };
}
