import type { Model } from "@/e2e/cluster/checker/linearize";

export type RegisterOperation =
  | { readonly kind: "write"; readonly value: number }
  | { readonly kind: "read"; readonly value: number }
  /** Compare and set; `isDone` null: not answered. */
  | {
      readonly kind: "swap";
      readonly expected: number;
      readonly value: number;
      readonly isDone: boolean | null;
    };

/** One number, at first 0: the object with which the checker itself is tested. */
export const registerModel: Model<number, RegisterOperation> = {
  initial: 0,
  isRead: (op) => op.kind === "read",
  identify: String,
  effect: (op) => `${op.kind} ${op.kind === "swap" ? op.expected : ""} ${op.value}`,
  step(state, op) {
    if (op.kind === "read") return op.value === state ? [state] : [];
    if (op.kind === "write") return [op.value];
    const fits = state === op.expected;
    if (op.isDone === null) return fits ? [op.value] : [];
    if (fits !== op.isDone) return [];
    return [fits ? op.value : state];
  },
};
