import type { HistogramReading } from "@/services/metrics/histogram";

export type Sample = {
  readonly value: number;
  readonly labels?: Readonly<Record<string, string | number>>;
  /** Where the sample's name is not its metric's: `_bucket`, `_sum`, `_count`. */
  readonly suffix?: string;
};

/** A metric as it is exposed. It is read when somebody scrapes; one without samples is not known at the moment. */
export type Metric = {
  readonly name: string;
  readonly type: "counter" | "gauge" | "histogram";
  readonly help: string;
  readonly read: () => readonly Sample[];
};

/** A gauge or counter of one series; left out while it is null. */
export function single(read: () => number | null): () => readonly Sample[] {
  return () => {
    const value = read();
    return value === null ? [] : [{ value }];
  };
}

/** The series of a histogram: buckets that each hold those below it, the sum, and how many there were. */
export function histogramSamples(
  { bounds, counts, sum }: HistogramReading,
  labels: Readonly<Record<string, string>> = {},
): Sample[] {
  let below = 0;
  const buckets = counts.map((count, i) => {
    below += count;
    return { value: below, labels: { ...labels, le: bounds[i] ?? "+Inf" }, suffix: "_bucket" };
  });
  return [...buckets, { value: sum, labels, suffix: "_sum" }, { value: below, labels, suffix: "_count" }];
}
