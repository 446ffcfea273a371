import { type LimitName, limitNames } from "@/domain/limits/policies";
import { verdicts } from "@/domain/verification/verdicts";
import { createHistogram, type HistogramReading } from "@/services/metrics/histogram";

/** Where verifications are answered. */
export const faces = ["verify", "forward_auth", "introspect", "self"] as const;
export type Face = (typeof faces)[number];

/** How a question can end where no verdict on its token was reached; all others become `other`. */
const endings = [
  ...verdicts.map((verdict) => `gateway_${verdict}`),
  "database_unavailable",
  "overloaded",
  "invalid",
  "other",
] as const;
/** Every outcome that is counted by its name. */
export const outcomes: readonly string[] = [...verdicts, ...endings];
const other = outcomes.indexOf("other");

/** Upper bounds of the buckets, in seconds and in keys. */
export const latencyBounds = [
  0.000_25, 0.000_5, 0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.125, 0.25, 0.5, 1, 2.5,
] as const;
const keyBounds = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512] as const;

/** Counts what a process verifies. Every call costs far less than a microsecond; what is counted is read when somebody scrapes. */
export type Meter = {
  /** A question was answered: with a verdict, or in one of the other ways ("gateway_revoked", "database_unavailable" …). */
  answered(face: Face, outcome: string, seconds: number): void;
  /** A look-up's statement came back with what is known of so many keys. */
  batch(keys: number, seconds: number): void;
  /** So many look-ups got no answer from the database. */
  lookupsFailed(count: number): void;
  /** These limits refuse a call. */
  limited(violated: readonly LimitName[]): void;
  /** A look-up was refused since too many waited already, or it had waited too long. */
  shed(): void;
  read(): MeterReading;
};

export type MeterReading = {
  readonly answers: readonly { readonly face: Face; readonly outcome: string; readonly count: number }[];
  readonly latencies: Readonly<Record<Face, HistogramReading>>;
  readonly batchKeys: HistogramReading;
  readonly statementSeconds: HistogramReading;
  readonly lookupsFailed: number;
  readonly limited: Readonly<Record<LimitName, number>>;
  readonly shed: number;
};

/** Makes the meter of a process. */
export function createMeter(): Meter {
  const faceNumber = new Map<string, number>(faces.map((face, i) => [face, i]));
  const outcomeNumber = new Map<string, number>(outcomes.map((outcome, i) => [outcome, i]));
  const answers = new Float64Array(faces.length * outcomes.length);
  const latencies = faces.map(() => createHistogram(latencyBounds));
  const batchKeys = createHistogram(keyBounds);
  const statementSeconds = createHistogram(latencyBounds);
  const limited = Object.fromEntries(limitNames.map((name) => [name, 0])) as Record<LimitName, number>;
  let failed = 0;
  let shed = 0;

  return {
    answered(face, outcome, seconds) {
      const f = faceNumber.get(face)!;
      answers[f * outcomes.length + (outcomeNumber.get(outcome) ?? other)]! += 1;
      latencies[f]!.observe(seconds);
    },
    batch(keys, seconds) {
      batchKeys.observe(keys);
      statementSeconds.observe(seconds);
    },
    lookupsFailed(count) {
      failed += count;
    },
    limited(violated) {
      for (const name of violated) limited[name] += 1;
    },
    shed() {
      shed += 1;
    },
    read: () => ({
      answers: faces.flatMap((face, f) =>
        outcomes.map((outcome, o) => ({ face, outcome, count: answers[f * outcomes.length + o]! })),
      ),
      latencies: Object.fromEntries(
        faces.map((face, f) => [face, latencies[f]!.read()]),
      ) as MeterReading["latencies"],
      batchKeys: batchKeys.read(),
      statementSeconds: statementSeconds.read(),
      lookupsFailed: failed,
      limited: { ...limited },
      shed,
    }),
  };
}
