import { limitNames } from "@/domain/limits/policies";
import type { Limiter } from "@/services/limits/limiter";
import type { Meter } from "@/services/metrics/meter";
import { type Metric, single } from "@/services/metrics/metric";

/** Where limits are counted, of how many, and whom they refuse. */
export function limiterMetrics(
  meter: Pick<Meter, "read">,
  limits: Pick<Limiter, "state">,
): readonly Metric[] {
  return [
    {
      name: "keydesk_limiter_store",
      type: "gauge",
      help: "1 at the store that counts limits now, 0 at the other.",
      read: () => {
        const { store: current } = limits.state();
        return ["memory", "redis"].map((store) => ({ value: store === current ? 1 : 0, labels: { store } }));
      },
    },
    {
      name: "keydesk_limiter_insured",
      type: "gauge",
      help: "1 while Redis should count and is away: limits then hold per process.",
      read: single(() => (limits.state().isInsured ? 1 : 0)),
    },
    {
      name: "keydesk_limiter_addresses",
      type: "gauge",
      help: "Source addresses that this process counts.",
      read: single(() => limits.state().addresses),
    },
    {
      name: "keydesk_limiter_accounts",
      type: "gauge",
      help: "Accounts whose minute this process counts.",
      read: single(() => limits.state().accounts),
    },
    {
      name: "keydesk_limiter_refused_total",
      type: "counter",
      help: "Calls refused, by each limit that refused them.",
      read: () => {
        const { limited } = meter.read();
        return limitNames.map((policy) => ({ value: limited[policy], labels: { policy } }));
      },
    },
  ];
}
