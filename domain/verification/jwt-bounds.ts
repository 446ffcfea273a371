/** Bounds of JWTs that API keys sign, once. */
export const jwtBounds = {
  lengthMax: 4096,
  /** Between the clocks of signer and Keydesk. */
  skewSeconds: 60,
  /** How far ahead of now `exp` may lie. */
  lifetimeSecondsMax: 86_400,
} as const;
