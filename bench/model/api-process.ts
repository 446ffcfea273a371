import type { Machine, Thread } from "@/bench/model/cores";
import type { Costs } from "@/bench/model/costs";
import type { Random } from "@/e2e/cluster/workload/random";

/** A request under way; `answered` is called when its answer has left. */
export type Request = { readonly answered: () => void };

export type ApiProcess = {
  arrive(request: Request): void;
  counts(): { readonly statements: number; readonly keys: number };
};

export type ApiShape = {
  /** Statements under way at once; 0: the server asks nobody. */
  readonly connections: number;
  readonly keysPerStatementMax: number;
};

/** Of a request's work in the API, the part before its look-up: reading, parsing, digests. Not measured apart; little depends on it. */
const beforeLookup = 0.5;

/**
 * The API's process as `services/verification/batched-lookup` is built: in each turn of the event loop it reads what has come, writes
 * the answers that statements have brought, and then sends all that waits as one statement, if a connection is free. Each
 * statement has the gateway's own token as one more key.
 */
export function createApiProcess(
  machine: Machine,
  costs: Costs,
  shape: ApiShape,
  random: Random,
): ApiProcess {
  const thread = machine.addThread();
  const idle: Thread[] = Array.from({ length: shape.connections }, () => machine.addThread());
  let inbox: (() => void)[] = [];
  const waiting: Request[] = [];
  let isAwake = false;
  let statements = 0;
  let keys = 0;
  // No two requests cost the same; the mean stays.
  const vary = (microseconds: number) => microseconds * (0.5 + random());

  const receive = (event: () => void) => {
    inbox.push(event);
    if (!isAwake) turn();
  };

  const turn = () => {
    isAwake = true;
    const events = inbox;
    inbox = [];
    for (const event of events) event();
    // The thread does its work in order: this comes after the work of all these events.
    thread.give(0, () => {
      while (idle.length > 0 && waiting.length > 0) dispatch(idle.pop()!);
      if (inbox.length > 0) turn();
      else isAwake = false;
    });
  };

  const dispatch = (connection: Thread) => {
    const batch = waiting.splice(0, shape.keysPerStatementMax - 1);
    statements += 1;
    keys += batch.length + 1;
    thread.give(costs.apiPerStatement, () => {
      const work = costs.databasePerStatement + costs.databasePerKey * (batch.length + 1);
      connection.give(vary(work), () =>
        receive(() => {
          idle.push(connection);
          for (const request of batch) thread.give(vary(costs.api * (1 - beforeLookup)), request.answered);
        }),
      );
    });
  };

  startUsage(machine, thread, costs, () => keys - statements);
  return {
    arrive(request) {
      receive(() => {
        if (shape.connections === 0) thread.give(vary(costs.api), request.answered);
        else thread.give(vary(costs.api * beforeLookup), () => void waiting.push(request));
      });
    },
    counts: () => ({ statements, keys }),
  };
}

const second = 1_000_000;
/** As in services/usage/journal-mover: it rests six times as long as it worked. */
const restPerWork = 6;
/** As in services/usage/apply-journal: it works for some 3 ms before each rest. */
const stretchMicroseconds = 3_000;

// Each second what was used is written at once; the mover takes what the journal has, stretch by stretch, with a rest after each.
function startUsage(machine: Machine, thread: Thread, costs: Costs, usesSoFar: () => number): void {
  if (costs.flushPerUse === 0) return;
  const mover = machine.addThread();
  let flushed = 0;
  let moved = 0;
  let isMoving = false;
  const move = () => {
    isMoving = costs.movePerUse > 0 && flushed > moved;
    if (!isMoving) return;
    const uses = Math.min(flushed - moved, Math.ceil(stretchMicroseconds / costs.movePerUse));
    const started = machine.now();
    moved += uses;
    mover.give(uses * costs.movePerUse, () => {
      machine.at(machine.now() + (machine.now() - started) * restPerWork, move);
    });
  };
  const flush = () => {
    const uses = usesSoFar();
    thread.give((uses - flushed) * costs.flushPerUse, () => undefined);
    flushed = uses;
    if (!isMoving) move();
    machine.at(machine.now() + second, flush);
  };
  machine.at(machine.now() + second, flush);
}
