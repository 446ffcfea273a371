import { collectDefaultMetrics, Registry } from "prom-client";

// Gauges whose names say that they count, against Prometheus's own rules; what they add up is there by type.
const misnamed = ["handles", "requests", "resources"].map((things) => `nodejs_active_${things}_total`);

let registry: Registry | null = null;

/** CPU, memory, event loop and garbage collection of this process, whoever asks. */
export function processMetrics(): Registry {
  if (registry !== null) return registry;
  registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const name of misnamed) registry.removeSingleMetric(name);
  return registry;
}
