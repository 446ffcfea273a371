/** Answers of one kind: a route's pattern, so that no address is ever a label. */
export type HttpCount = {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  count: number;
};

/** Counts answers of HTTP by method, route and status. */
export type HttpMeter = {
  /** `route`: the pattern that matched; null where none did. */
  answered(method: string, route: string | null, status: number): void;
  read(): readonly HttpCount[];
};

const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** Makes the HTTP meter of a process. Its size is bounded by the routes there are: other methods count as one, as do other addresses. */
export function createHttpMeter(): HttpMeter {
  const counts = new Map<string, HttpCount>();
  return {
    answered(sentMethod, pattern, status) {
      const route = pattern ?? "none";
      const method = pattern !== null && methods.has(sentMethod) ? sentMethod : "other";
      const key = `${method} ${status} ${route}`;
      const found = counts.get(key);
      if (found !== undefined) found.count += 1;
      else counts.set(key, { method, route, status, count: 1 });
    },
    read: () => [...counts.values()],
  };
}
