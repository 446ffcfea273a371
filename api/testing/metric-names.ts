import type { Family } from "@/api/testing/read-exposition";

// What stands where a metric could in our expressions, and is none: functions, words and labels of PromQL.
const words = new Set(
  "sum rate increase histogram_quantile max min count topk by le face verdict instance policy store status route kind version job alertname severity".split(
    " ",
  ),
);

/** Metrics that a PromQL expression reads. Strings, Grafana's variables and label matchers are no metrics. */
export function metricNames(expression: string): string[] {
  const bare = expression
    .replaceAll(/"(?:[^"\\]|\\.)*"/g, '""')
    .replaceAll(/\$\w+/g, "1m")
    .replaceAll(/\[[^\]]*\]/g, "")
    .replaceAll(/\{[^}]*\}/g, "");
  return [...new Set(bare.match(/[a-zA-Z_:][a-zA-Z0-9_:]*/g) ?? [])].filter(
    (name) => !words.has(name) && !/^\d/.test(name),
  );
}

/** Labels that an expression matches on, with the texts that it matches. */
export function labelMatchers(expression: string): { label: string; operator: string; text: string }[] {
  const matcher = /([a-z_]+)(=~|!~|!=|=)"((?:[^"\\]|\\.)*)"/g;
  return [...expression.matchAll(matcher)].map(([, label = "", operator = "", text = ""]) => ({
    label,
    operator,
    text,
  }));
}

/** Every name under which a scrape has series. */
export function exposedNames(families: ReadonlyMap<string, Family>): Set<string> {
  const names = [...families].flatMap(([name, { type }]) =>
    type === "histogram" ? ["_bucket", "_sum", "_count"].map((suffix) => name + suffix) : [name],
  );
  return new Set(names);
}
