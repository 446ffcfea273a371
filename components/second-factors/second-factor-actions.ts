import type { Result } from "@/domain/result";
import type { KeyToConfirm, NewKeyAnswer } from "@/domain/second-factors/key-messages";
import type { AppToConfirm, NewRecoveryCodes } from "@/domain/second-factors/second-factor-views";

/** What adding a factor did beside. */
export type AddedFactor = NewRecoveryCodes & { readonly sessionsEnded: number };

/** What the Security page can do about the second step; the page wires them to server actions. */
export type SecondFactorActions = {
  readonly beginApp: (input: { name: string; password: string }) => Promise<Result<AppToConfirm>>;
  readonly confirmApp: (input: { id: string; code: string }) => Promise<Result<AddedFactor>>;
  readonly beginKey: (input: { name: string; password: string }) => Promise<Result<KeyToConfirm>>;
  readonly confirmKey: (input: { id: string; key: NewKeyAnswer }) => Promise<Result<AddedFactor>>;
  readonly remove: (input: { id: string; password: string }) => Promise<Result<{ isLast: boolean }>>;
  readonly renewCodes: (input: { password: string }) => Promise<Result<{ recoveryCodes: readonly string[] }>>;
};
