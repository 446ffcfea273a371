/** An answer as it is kept for repetitions: never with a secret in it. */
export type KeptAnswer = { readonly status: number; readonly response: object };

/** A creation that its caller may send again under the same key without doing it twice (draft-ietf-httpapi-idempotency-key-header). */
export type Repeatable = {
  readonly key: string;
  /** Of method, address and body: the same key may not stand for another request. */
  readonly digest: Uint8Array<ArrayBuffer>;
  /** What is kept of a result. */
  keep(value: unknown): KeptAnswer;
};

/** Longest key, in characters. */
export const idempotencyKeyLengthMax = 255;
/** How long an answer is kept, in hours. */
export const idempotencyHours = 24;

/** The same request where the answer is made of a verb's result by `map`: what is kept is the answer, not the result. */
export function keepAs<V, C extends { readonly repeatable?: Repeatable }>(
  context: C,
  map: (value: V) => unknown,
): C {
  const { repeatable } = context;
  if (repeatable === undefined) return context;
  return { ...context, repeatable: { ...repeatable, keep: (value) => repeatable.keep(map(value as V)) } };
}

/** The request was carried out before; this was its answer. Thrown out of the action, past the verb's own result. */
export class Repeated extends Error {
  override readonly name = "Repeated";
  constructor(readonly kept: KeptAnswer) {
    super("repeated");
  }
}
