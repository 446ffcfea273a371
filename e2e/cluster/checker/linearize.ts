import { createFrontier } from "@/e2e/cluster/checker/frontier";

/** One operation as its caller saw it: no answer (`returnedAt` null) means that it took effect at any time since, or never. */
export type Timed<Op> = {
  readonly op: Op;
  readonly invokedAt: number;
  readonly returnedAt: number | null;
};

/** What the object under test is, as if it did one thing after the other. */
export type Model<State, Op> = {
  readonly initial: State;
  /** The states that `op` may lead to when it happens in `state` and is answered as it was; none where it cannot have been. */
  readonly step: (state: State, op: Op) => readonly State[];
  /** Equal for equal states, and only for these. */
  readonly identify: (state: State) => string;
  /** True for operations that never change the state. */
  readonly isRead: (op: Op) => boolean;
  /** Equal only for operations that, unanswered, do the same in every state: it does not matter which of them happened. */
  readonly effect: (op: Op) => string;
};

export type Judgement<State, Op> = {
  readonly isLinearizable: boolean;
  /** Most configurations at once: what the search had to keep in mind. */
  readonly configurationsMax: number;
  /** The first answer that fits no order, and the states that were possible just before it. */
  readonly violation: { readonly at: Timed<Op>; readonly possible: readonly State[] } | null;
};

type Pending<Op> = {
  readonly op: Op;
  readonly bit: bigint;
  readonly kind: "read" | "change" | "open";
  /** Of the unanswered ones that do the same: happens first, if any. */
  readonly before: bigint;
};

/**
 * A configuration: a state, and which of the operations under way have happened. `read`s are done as soon as they fit: they change
 * nothing, so it costs nothing.
 */
export type Configuration<State> = {
  readonly state: State;
  readonly key: string;
  readonly read: bigint;
  readonly change: bigint;
  readonly open: bigint;
};

/**
 * Decides whether a history is linearizable: whether there is one order of its operations, each between its invocation and its
 * answer, in which the model gives every answer. After Wing & Gong and Lowe ("Testing for linearizability"): walks through the
 * events in time and keeps all configurations that are possible; an operation is put in the order only when an answer asks for it.
 */
export function judgeHistory<State, Op>(
  model: Model<State, Op>,
  history: readonly Timed<Op>[],
): Judgement<State, Op> {
  const underWay = new Map<Timed<Op>, Pending<Op>>();
  const lastOfEffect = new Map<string, bigint>();
  const freeBits: bigint[] = [];
  let bitsUsed = 0n;
  let frontier = createFrontier<State>();
  let configurationsMax = 1;

  const readAllThatFit = (configuration: Configuration<State>): Configuration<State> => {
    let read = configuration.read;
    for (const { op, bit, kind } of underWay.values()) {
      if (kind === "read" && (read & bit) === 0n && model.step(configuration.state, op).length > 0)
        read |= bit;
    }
    return read === configuration.read ? configuration : { ...configuration, read };
  };
  const happen = (from: Configuration<State>, pending: Pending<Op>): Configuration<State>[] =>
    model.step(from.state, pending.op).flatMap((state) => {
      const key = model.identify(state);
      // Without an answer and without an effect it may as well not have happened.
      if (pending.kind === "open" && key === from.key) return [];
      const change = pending.kind === "change" ? from.change | pending.bit : from.change;
      const open = pending.kind === "open" ? from.open | pending.bit : from.open;
      return [readAllThatFit({ state, key, read: from.read, change, open })];
    });

  /** All configurations in which `answered` has happened, each with the fewest operations before it that this needs. */
  const settle = (answered: Pending<Op>) => {
    const settled = createFrontier<State>();
    const seen = createFrontier<State>();
    const place = answered.kind === "read" ? "read" : "change";
    const waiting: Configuration<State>[] = [];
    const sort = (configuration: Configuration<State>) => {
      if ((configuration[place] & answered.bit) === 0n) waiting.push(configuration);
      else settled.add({ ...configuration, [place]: configuration[place] & ~answered.bit });
    };
    for (const configuration of frontier.all()) sort(configuration);
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (!seen.add(next)) continue;
      for (const pending of underWay.values()) {
        if (pending.kind === "read" || (next[pending.kind] & pending.bit) !== 0n) continue;
        if ((next.open & pending.before) !== pending.before) continue;
        for (const reached of happen(next, pending)) sort(reached);
      }
    }
    return settled;
  };

  frontier.add({
    state: model.initial,
    key: model.identify(model.initial),
    read: 0n,
    change: 0n,
    open: 0n,
  });
  for (const { entry, isInvocation } of listEvents(history)) {
    if (isInvocation) {
      const kind = model.isRead(entry.op) ? "read" : entry.returnedAt === null ? "open" : "change";
      // A question without an answer says nothing.
      if (kind === "read" && entry.returnedAt === null) continue;
      const bit = freeBits.pop() ?? 1n << bitsUsed++;
      const effect = kind === "open" ? model.effect(entry.op) : null;
      underWay.set(entry, {
        op: entry.op,
        bit,
        kind,
        before: effect === null ? 0n : (lastOfEffect.get(effect) ?? 0n),
      });
      if (effect !== null) lastOfEffect.set(effect, bit);
      if (kind === "read") frontier = mapFrontier(frontier, readAllThatFit);
      continue;
    }
    const answered = underWay.get(entry)!;
    const settled = settle(answered);
    configurationsMax = Math.max(configurationsMax, settled.size());
    if (settled.size() === 0) {
      const possible = new Map(frontier.all().map(({ key, state }) => [key, state]));
      return {
        isLinearizable: false,
        configurationsMax,
        violation: { at: entry, possible: [...possible.values()] },
      };
    }
    underWay.delete(entry);
    freeBits.push(answered.bit);
    frontier = settled;
  }
  return { isLinearizable: true, configurationsMax, violation: null };
}

type Event<Op> = { readonly at: number; readonly entry: Timed<Op>; readonly isInvocation: boolean };

// What begins in the very moment in which another ends is taken to overlap it: that forbids less.
function listEvents<Op>(history: readonly Timed<Op>[]): Event<Op>[] {
  const events: Event<Op>[] = [];
  for (const entry of history) {
    events.push({ at: entry.invokedAt, entry, isInvocation: true });
    if (entry.returnedAt !== null) events.push({ at: entry.returnedAt, entry, isInvocation: false });
  }
  return events.sort((a, b) => a.at - b.at || Number(b.isInvocation) - Number(a.isInvocation));
}

function mapFrontier<State>(
  frontier: ReturnType<typeof createFrontier<State>>,
  change: (configuration: Configuration<State>) => Configuration<State>,
) {
  const mapped = createFrontier<State>();
  for (const configuration of frontier.all()) mapped.add(change(configuration));
  return mapped;
}
