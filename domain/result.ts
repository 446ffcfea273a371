import type { ErrorCode } from "@/domain/errors/codes";
import type { DecidedMeanwhile } from "@/domain/reviews/decided-meanwhile";

/** A refusal that callers expect: a stable code, what was wrong, and which fields, never a stack. */
export type Refusal = {
  readonly code: ErrorCode;
  /** One sentence for the person or program that asked: what was wrong and how to mend it. */
  readonly message: string;
  /** Field name → what is wrong with it, for `invalid_input`. */
  readonly fields?: Readonly<Record<string, string>>;
  /** What others decided since the caller looked, for `decided_meanwhile`. */
  readonly decided?: readonly DecidedMeanwhile[];
};

/** Expected outcomes are values; surprises throw. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal };

/** Wraps a value as success. */
export function done<T>(value: T): Result<T> {
  return { ok: true, value };
}

/** Refuses with the catalogue's code; `message` defaults to the catalogue's sentence. */
export function refuse(refusal: Refusal): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal };
}
