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

/** The request was carried out before; this was its answer. Thrown out of the action, past the verb's own result. */
export class Repeated extends Error {
  override readonly name = "Repeated";
  constructor(readonly kept: KeptAnswer) {
    super("repeated");
  }
}
