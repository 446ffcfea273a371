import type { Model, Timed } from "@/e2e/cluster/checker/linearize";

/** The same question as `judgeHistory`, answered by trying every order: right by its shortness, and far too slow for more than a few operations. */
export function isLinearizableByForce<State, Op>(
  model: Model<State, Op>,
  history: readonly Timed<Op>[],
): boolean {
  const answered = history.filter(({ returnedAt }) => returnedAt !== null).length;
  const goOn = (state: State, left: readonly Timed<Op>[], answeredLeft: number): boolean => {
    if (answeredLeft === 0) return true;
    const firstReturn = Math.min(...left.map(({ returnedAt }) => returnedAt ?? Number.POSITIVE_INFINITY));
    return left.some((next) => {
      // Something else ended before this one began: that comes first.
      if (next.invokedAt > firstReturn) return false;
      const rest = left.filter((other) => other !== next);
      const isAnswered = next.returnedAt !== null;
      return model.step(state, next.op).some((to) => goOn(to, rest, answeredLeft - Number(isAnswered)));
    });
  };
  return goOn(model.initial, history, answered);
}
