import { type Face, faces, type Meter } from "@/services/metrics/meter";
import { histogramSamples, type Metric, single } from "@/services/metrics/metric";
import type { Lookup } from "@/services/verification/lookup";

/** Shown from the start, so that their rate is known at the first one. */
const expected = new Set(["valid", "database_unavailable", "overloaded"]);

/** Verdicts and their times, and how tokens are looked up. */
export function verificationMetrics(
  meter: Pick<Meter, "read">,
  lookup: Pick<Lookup, "waiting">,
): readonly Metric[] {
  return [
    {
      name: "keydesk_verifications_total",
      type: "counter",
      help: "Verifications answered, by face and verdict.",
      read: () =>
        meter
          .read()
          .answers.filter(({ outcome, count }) => count > 0 || expected.has(outcome))
          .map(({ face, outcome, count }) => ({ value: count, labels: { face, verdict: outcome } })),
    },
    {
      name: "keydesk_verification_duration_seconds",
      type: "histogram",
      help: "Time until a verification was decided and answered, by face.",
      read: () => {
        const { latencies } = meter.read();
        return faces.flatMap((face: Face) => histogramSamples(latencies[face], { face }));
      },
    },
    {
      name: "keydesk_lookup_batch_keys",
      type: "histogram",
      help: "Keys that one statement looked up.",
      read: () => histogramSamples(meter.read().batchKeys),
    },
    {
      name: "keydesk_lookup_statement_duration_seconds",
      type: "histogram",
      help: "Time that a look-up's statement took, the database's answer included.",
      read: () => histogramSamples(meter.read().statementSeconds),
    },
    {
      name: "keydesk_lookup_waiting",
      type: "gauge",
      help: "Look-ups that wait for a statement to begin.",
      read: single(lookup.waiting),
    },
    {
      name: "keydesk_lookups_failed_total",
      type: "counter",
      help: "Look-ups that the database did not answer.",
      read: single(() => meter.read().lookupsFailed),
    },
    {
      name: "keydesk_lookups_shed_total",
      type: "counter",
      help: "Look-ups refused since too many waited, or waited too long.",
      read: single(() => meter.read().shed),
    },
    {
      name: "keydesk_requests_shed_total",
      type: "counter",
      help: "Requests sent away with 503 since too many were waiting.",
      read: single(() =>
        meter
          .read()
          .answers.reduce((sum, { outcome, count }) => sum + (outcome === "overloaded" ? count : 0), 0),
      ),
    },
  ];
}
