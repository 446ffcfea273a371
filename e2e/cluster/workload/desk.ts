import type { ClockRange } from "@/e2e/cluster/checker/token-model";
import type { ApiNode } from "@/e2e/cluster/processes/api-node";
import type { Answer, Clients, Question } from "@/e2e/cluster/workload/ask";
import type { Tally } from "@/e2e/cluster/workload/tally";

/** A node as clients see it. */
export type Desk = { readonly node: ApiNode; readonly clients: Clients };

/** An answer with the times at which it was asked for and came, and the node's own clock meanwhile. */
export type TimedAnswer = {
  readonly answer: Answer;
  readonly invokedAt: number;
  readonly returnedAt: number;
  readonly clock: ClockRange;
};

/** How far a node's clock may be from what the harness set: for time-based ends alone. */
const clockMarginMs = 100;

export async function askTimed(desk: Desk, question: Question): Promise<TimedAnswer> {
  const skewBefore = desk.node.skewMs();
  const from = Date.now();
  const invokedAt = performance.now();
  const answer = await desk.clients.ask(question);
  const returnedAt = performance.now();
  // A node that was started again meanwhile may have another clock.
  const skews = [skewBefore, desk.node.skewMs()];
  return {
    answer,
    invokedAt,
    returnedAt,
    clock: {
      from: from + Math.min(...skews) - clockMarginMs,
      to: Date.now() + Math.max(...skews) + clockMarginMs,
    },
  };
}

/** What every client of a run shares. */
export type Scene = {
  readonly desks: readonly Desk[];
  readonly gateway: string;
  readonly random: () => number;
  readonly tally: Tally;
};
