/** What will happen, in the order of its time; at one time, in the order in which it was planned. */
export type Timeline = {
  plan(at: number, happen: () => void): void;
  /** When the next thing happens; Infinity when nothing is planned. */
  next(): number;
  /** Takes out what happens next. */
  take(): (() => void) | undefined;
};

type Planned = { readonly at: number; readonly order: number; readonly happen: () => void };

/** An empty timeline: a binary heap. */
export function createTimeline(): Timeline {
  const heap: Planned[] = [];
  let order = 0;
  const isBefore = (a: Planned, b: Planned) => a.at < b.at || (a.at === b.at && a.order < b.order);

  const sink = (moved: Planned) => {
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1;
      if (!isBefore(heap[child]!, moved)) break;
      heap[i] = heap[child]!;
      i = child;
    }
    heap[i] = moved;
  };

  return {
    plan(at, happen) {
      const planned = { at, order: order++, happen };
      let i = heap.length;
      while (i > 0) {
        const parent = (i - 1) >> 1;
        if (!isBefore(planned, heap[parent]!)) break;
        heap[i] = heap[parent]!;
        i = parent;
      }
      heap[i] = planned;
    },
    next: () => heap[0]?.at ?? Number.POSITIVE_INFINITY,
    take() {
      const first = heap[0];
      const last = heap.pop();
      if (last !== undefined && heap.length > 0) sink(last);
      return first?.happen;
    },
  };
}
