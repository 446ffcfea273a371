import { type Metric, single } from "@/services/metrics/metric";
import type { UsageRecorder } from "@/services/usage/recorder";

/** How far the writing of usage is behind. */
export function usageMetrics(usage: Pick<UsageRecorder, "lagMs" | "lost">): readonly Metric[] {
  return [
    {
      name: "keydesk_usage_unwritten_age_seconds",
      type: "gauge",
      help: "Age of the oldest use that this process has counted and not written; 0 when all are.",
      read: single(() => usage.lagMs() / 1_000),
    },
    {
      name: "keydesk_usage_lost_total",
      type: "counter",
      help: "Uses that found no room while they could not be written, and are lost.",
      read: single(usage.lost),
    },
  ];
}
