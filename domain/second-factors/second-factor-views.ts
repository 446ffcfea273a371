import type { SecondFactorKind } from "@/domain/second-factors/kinds";

/** A second factor of the person who looks. */
export type SecondFactorView = {
  readonly id: string;
  readonly kind: SecondFactorKind;
  readonly name: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
};

/** All that a person has for the second step of the sign-in. */
export type OwnSecondFactors = {
  readonly factors: readonly SecondFactorView[];
  readonly recoveryCodesLeft: number;
};

/** An authenticator app to be: shown until its first code proves that the app has the secret. */
export type AppToConfirm = {
  readonly id: string;
  /** Base32, for apps without a camera. */
  readonly secret: string;
  /** `otpauth://…`, for the picture. */
  readonly uri: string;
};

/** Codes that are shown once; null where the person keeps those of before. */
export type NewRecoveryCodes = { readonly recoveryCodes: readonly string[] | null };
