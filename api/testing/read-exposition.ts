export type Series = {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  value: number;
};
export type Family = { readonly type: string; readonly help: string; readonly series: Series[] };

const nameForm = "[a-zA-Z_:][a-zA-Z0-9_:]*";
const comment = new RegExp(`^# (HELP|TYPE) (${nameForm}) (.+)$`);
const sample = new RegExp(`^(${nameForm})(?:\\{(.*)\\})? (\\S+)$`);
const label = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)/;
const number = /^(?:[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?|[+-]Inf|nan)$/i;

/**
 * Reads Prometheus's text format 0.0.4 as strictly as its description allows, by nothing that writes it. Throws at the first line
 * that is out of form or order; families by their name come back.
 */
export function readExposition(text: string): Map<string, Family> {
  const fail = (line: string, why: string): never => {
    throw new Error(`${why}: ${line}`);
  };
  if (!text.endsWith("\n")) fail(text.slice(-40), "no line feed at the end");
  const families = new Map<string, Family>();
  const helps = new Map<string, string>();
  const known = new Set<string>();
  let current: { name: string; family: Family } | null = null;
  for (const line of text.split("\n")) {
    if (line === "") continue;
    if (line.startsWith("#")) {
      const [, kind = "", name = "", rest = ""] = comment.exec(line) ?? fail(line, "neither HELP nor TYPE");
      if (kind === "HELP") {
        if (helps.has(name)) fail(line, "a second HELP");
        helps.set(name, rest);
        continue;
      }
      if (families.has(name)) fail(line, "a second TYPE");
      if (!/^(counter|gauge|histogram)$/.test(rest)) fail(line, "no type of ours");
      current = { name, family: { type: rest, help: helps.get(name) ?? fail(line, "no HELP"), series: [] } };
      families.set(name, current.family);
      continue;
    }
    const [, name = "", inner, value = ""] = sample.exec(line) ?? fail(line, "no sample");
    if (current === null || !namesOf(current.name, current.family.type).includes(name)) {
      return fail(line, "a sample apart from its family");
    }
    if (!number.test(value)) fail(line, "no number");
    const labels = readLabels(inner ?? "", () => fail(line, "labels out of form"));
    const identity = `${name}${JSON.stringify(Object.entries(labels).sort())}`;
    if (known.has(identity)) fail(line, "the same series twice");
    known.add(identity);
    current.family.series.push({ name, labels, value: toNumber(value) });
  }
  return families;
}

function namesOf(family: string, type: string): string[] {
  return type === "histogram" ? ["_bucket", "_sum", "_count"].map((suffix) => family + suffix) : [family];
}

function readLabels(inner: string, fail: () => never): Record<string, string> {
  const labels: Record<string, string> = {};
  let rest = inner;
  while (rest !== "") {
    const [all, name = "", value = ""] = label.exec(rest) ?? fail();
    if (name in labels) fail();
    labels[name] = value.replace(/\\(.)/g, (_, escaped: string) => (escaped === "n" ? "\n" : escaped));
    rest = rest.slice(all.length);
  }
  return labels;
}

function toNumber(value: string): number {
  return /inf$/i.test(value)
    ? Number(`${value.slice(0, -3)}Infinity`)
    : Number(/nan/i.test(value) ? "NaN" : value);
}

/** What is wrong with a family by the rules of its type; empty when nothing is. */
export function faultsOf(name: string, { type, series }: Family): string[] {
  if (type === "gauge") return [];
  const faults = series
    .filter(({ value }) => !(value >= 0))
    .map((one) => `${one.name} ${JSON.stringify(one.labels)} is ${one.value}`);
  if (type === "counter") return name.endsWith("_total") ? faults : [...faults, `${name} lacks _total`];
  const groups = new Map<string, Series[]>();
  for (const one of series) {
    const { le: _, ...rest } = one.labels;
    const key = JSON.stringify(rest);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  for (const [labels, group] of groups) {
    const buckets = group.filter((one) => one.name.endsWith("_bucket"));
    const bounds = buckets.map((one) => toNumber(one.labels.le ?? "nan"));
    const count = group.find((one) => one.name.endsWith("_count"))?.value;
    const sum = group.find((one) => one.name.endsWith("_sum"));
    if (!bounds.every((bound, i) => i === 0 || bound > bounds[i - 1]!))
      faults.push(`${name}${labels}: order`);
    if (!buckets.every((one, i) => i === 0 || one.value >= buckets[i - 1]!.value)) {
      faults.push(`${name}${labels}: a bucket holds less than the one below`);
    }
    if (bounds.at(-1) !== Number.POSITIVE_INFINITY) faults.push(`${name}${labels}: no bucket for all`);
    if (buckets.at(-1)?.value !== count || sum === undefined)
      faults.push(`${name}${labels}: does not add up`);
  }
  return faults;
}
