import { type Metric as PromMetric, Registry } from "prom-client";
import type { Limiter } from "@/services/limits/limiter";
import { type Backlog, createBacklogReader } from "@/services/metrics/backlog";
import { backlogMetrics } from "@/services/metrics/backlog-metrics";
import { createHttpMeter, type HttpMeter } from "@/services/metrics/http-meter";
import { limiterMetrics } from "@/services/metrics/limiter-metrics";
import type { Meter } from "@/services/metrics/meter";
import type { Metric } from "@/services/metrics/metric";
import { processMetrics } from "@/services/metrics/process-metrics";
import { usageMetrics } from "@/services/metrics/usage-metrics";
import { verificationMetrics } from "@/services/metrics/verification-metrics";
import type { UsageRecorder } from "@/services/usage/recorder";
import type { Lookup } from "@/services/verification/lookup";

/** What the metrics of a process are read from. */
export type MetricSources = {
  readonly databaseUrl: string;
  readonly meter: Pick<Meter, "read">;
  readonly lookup: Pick<Lookup, "waiting">;
  readonly limits: Pick<Limiter, "state">;
  readonly usage: Pick<UsageRecorder, "lagMs" | "lost">;
  readonly version: string;
  /** How old what is read of the database may be, in milliseconds. */
  readonly backlogKeptMs?: number;
};

export type Metrics = {
  readonly http: HttpMeter;
  /** Everything, as Prometheus reads it. Takes at most about a second, also without a database. */
  scrape(): Promise<string>;
  close(): void;
};

/** The type of what `scrape` answers. */
export const metricsContentType = Registry.PROMETHEUS_CONTENT_TYPE;

/** Makes the metrics of an API process. No label ever holds an id, a name, an address or a token. */
export function createMetrics(sources: MetricSources): Metrics {
  const { databaseUrl, meter, lookup, limits, usage, version } = sources;
  const http = createHttpMeter();
  const reader = createBacklogReader(databaseUrl, sources.backlogKeptMs);
  let backlog: Backlog | null = null;
  let underWay: Promise<string> | null = null;

  // From now on, not from the first scrape: that one would tell of no time at all.
  const ofProcess = processMetrics();
  const own = new Registry();
  const all: readonly Metric[] = [
    {
      name: "keydesk_build_info",
      type: "gauge",
      help: "Always 1; the version that runs is in the labels.",
      read: () => [{ value: 1, labels: { version, node: process.version } }],
    },
    ...verificationMetrics(meter, lookup),
    ...limiterMetrics(meter, limits),
    ...usageMetrics(usage),
    ...backlogMetrics(() => backlog),
    {
      name: "keydesk_http_requests_total",
      type: "counter",
      help: "Answers by method, route and status, of all routes but the verifications of gateways.",
      read: () =>
        http.read().map(({ method, route, status, count }) => ({
          value: count,
          labels: { method, route, status },
        })),
    },
  ];
  for (const metric of all) own.registerMetric(exposable(metric));

  const write = async (): Promise<string> => {
    backlog = await reader.read();
    return `${await own.metrics()}\n${await ofProcess.metrics()}`;
  };
  return {
    http,
    // Whoever asks meanwhile gets the same answer: asking costs nothing that grows.
    scrape() {
      underWay ??= write().finally(() => {
        underWay = null;
      });
      return underWay;
    },
    close: reader.close,
  };
}

// What prom-client asks of a metric when it writes one; its own kinds would look labels up at each count.
function exposable({ name, type, help, read }: Metric): PromMetric {
  const get = async () => ({
    name,
    type,
    help,
    values: read().map(({ suffix, ...sample }) => ({ metricName: name + (suffix ?? ""), ...sample })),
  });
  return { name, get } as unknown as PromMetric;
}
