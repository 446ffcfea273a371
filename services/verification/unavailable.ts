/** No decision can be made now: answered with 503, never with "valid" and never with 401 (design §5). */
export class VerificationUnavailable extends Error {
  override readonly name = "VerificationUnavailable";
  readonly retryAfterSeconds = 1;

  constructor(
    readonly code: "database_unavailable" | "overloaded",
    cause?: unknown,
  ) {
    super(code, { cause });
  }
}
