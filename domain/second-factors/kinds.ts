/** What a second factor is. */
export type SecondFactorKind = "app" | "key";

/** Kinds in words, as the audit trail and pages say them: "removed the security key Blue". */
export const secondFactorKindWords: Readonly<Record<SecondFactorKind, string>> = {
  app: "authenticator app",
  key: "security key",
};
