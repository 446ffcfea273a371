/** What came back. `unknown`: no answer, or one that does not say whether it was done (5xx). */
export type Answer = {
  readonly outcome: "done" | "refused" | "unknown";
  readonly status: number;
  readonly requestId: string | null;
  /** The answer of an earlier request with the same Idempotency-Key. */
  readonly isReplayed: boolean;
  readonly body: Readonly<Record<string, unknown>>;
};

/** Sends one request and reads the whole answer; never throws. */
export async function ask(
  method: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  body?: unknown,
): Promise<Answer> {
  try {
    const isForm = typeof body === "string";
    const answer = await fetch(url, {
      method,
      headers: {
        ...headers,
        ...(body === undefined
          ? {}
          : { "content-type": isForm ? "application/x-www-form-urlencoded" : "application/json" }),
      },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    return {
      outcome: answer.ok ? "done" : answer.status < 500 ? "refused" : "unknown",
      status: answer.status,
      requestId: answer.headers.get("x-request-id"),
      isReplayed: answer.headers.has("idempotency-replayed"),
      body: text.startsWith("{") ? JSON.parse(text) : {},
    };
  } catch {
    return { outcome: "unknown", status: 0, requestId: null, isReplayed: false, body: {} };
  }
}
