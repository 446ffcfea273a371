import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createLog } from "@/api/log";
import { createRequestLog, formatRequestLine, type RequestFacts } from "@/api/request-line";

const at = new Date("2026-06-15T10:30:00.123Z");
beforeEach(() => void vi.useFakeTimers({ now: at, toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());

const id = "0197a1b2-0000-7000-8000-000000000001";
const typical: RequestFacts = {
  requestId: id,
  method: "POST",
  route: "/v1/tokens/verify",
  status: 200,
  ms: 1.25,
  outcome: { verdict: "valid", tokenId: id, gatewayId: id },
};

/** What pino writes of the same. */
function lineOfPino({ requestId, method, route, status, ms, outcome }: RequestFacts): string {
  const lines: string[] = [];
  const log = createLog("info", { write: (line: string) => void lines.push(line) });
  log.child({ requestId }).info({ method, route, status, ms, ...outcome }, "request");
  return lines.join("");
}

test.each<[string, RequestFacts]>([
  ["a verification", typical],
  ["a request without a verdict", { ...typical, outcome: null }],
  ["a request without a route", { ...typical, route: null, outcome: { verdict: "database_unavailable" } }],
  ["an API client", { ...typical, outcome: { verdict: "valid", clientId: id } }],
  ["fields that are there and undefined", { ...typical, outcome: { verdict: "valid", tokenId: undefined } }],
  ["no time", { ...typical, ms: 0 }],
  ["a time that is no number", { ...typical, ms: Number.NaN }],
  [
    "quotes, backslashes, control characters",
    { ...typical, route: '/"\\\n\t\u0000\u001f\u007f\u2028/é/漢/😀' },
  ],
])("the line is pino's, byte by byte: %s", (_name, facts) => {
  expect(formatRequestLine(facts, at.getTime())).toBe(lineOfPino(facts));
});

test("the line is pino's, at any moment after any other", () => {
  const start = at.getTime() - 123;
  for (const ms of [0, 7, 42, 999, 1_000, 1_001, 59_999, 60_000, 5, 86_400_000, -1, 1_000]) {
    vi.setSystemTime(start + ms);
    expect(formatRequestLine(typical, start + ms)).toBe(lineOfPino(typical));
  }
});

test("the line is pino's, whatever the texts and numbers", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 150 }),
    fc.string({ unit: "binary-ascii", maxLength: 150 }),
  );
  const outcome = fc.record(
    { verdict: text, tokenId: text, gatewayId: text, clientId: text },
    { requiredKeys: ["verdict"] },
  );
  const facts = fc.record({
    requestId: text,
    method: text,
    route: fc.option(text),
    status: fc.integer({ min: 100, max: 999 }),
    ms: fc.oneof(fc.double(), fc.integer()),
    outcome: fc.option(outcome),
  });
  fc.assert(
    fc.property(facts, (one) => {
      const line = formatRequestLine(one, at.getTime());
      expect(line).toBe(lineOfPino(one));
      expect(() => JSON.parse(line)).not.toThrow();
    }),
    { numRuns: 500 },
  );
});

test("lines go where the log writes, in order, and not when the level leaves them out", () => {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const log = createLog("info", destination);
  const write = createRequestLog(log);
  write(typical);
  log.info("between");
  write({ ...typical, status: 503 });
  createRequestLog(createLog("warn", destination))(typical);
  expect(lines.map((line) => JSON.parse(line).status ?? "other")).toEqual([200, "other", 503]);
});

test("a line costs less than a third of pino's", () => {
  const [lines, turns] = [1_000, 100];
  let bytes = 0;
  // A string that nobody reads would not be built.
  const read = (line: string) => {
    bytes += Buffer.byteLength(line);
  };
  const log = createLog("info", { write: read });
  const { requestId, method, route, status, ms, outcome } = typical;
  const best: { [way: string]: number } = {};
  const round = (way: string, write: (place: number) => void) => {
    const startedAt = performance.now();
    for (let i = 0; i < lines; i += 1) write(i);
    best[way] = Math.min(best[way] ?? Number.POSITIVE_INFINITY, performance.now() - startedAt);
  };
  // The best of many short rounds: others share the machine, and the first rounds compile.
  for (let turn = 0; turn < turns; turn += 1) {
    // Thirty lines to a millisecond, as at full load.
    round("ours", (i) => read(formatRequestLine(typical, turn * lines + Math.floor(i / 30))));
    round("pino's", () =>
      log.child({ requestId }).info({ method, route, status, ms, ...outcome }, "request"),
    );
  }
  expect(bytes).toBeGreaterThan(2 * turns * lines * 200);
  expect(best.ours! * 3).toBeLessThan(best["pino's"]!);
});
