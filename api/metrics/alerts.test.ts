import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { exposedNames, labelMatchers, metricNames } from "@/api/testing/metric-names";
import { openApi } from "@/api/testing/open-api";
import { type Scrape, scrape } from "@/api/testing/scrape";
import { faces, outcomes } from "@/services/metrics/meter";
import { openWorld } from "@/services/testing/open-world";

type Rule = {
  alert: string;
  expr: string;
  labels: { severity: string };
  annotations: Record<string, string>;
};
type RuleTest = {
  input_series: { series: string }[];
  promql_expr_test: { exp_samples: { labels: string }[] }[];
};
const file = "docs/prometheus/alerts.yml";
const testFile = "docs/prometheus/alerts.test.yml";
const { groups } = parse(readFileSync(file, "utf8")) as { groups: { rules: Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);
const promtool = (...args: string[]) => promisify(execFile)("promtool", args);

let world: Awaited<ReturnType<typeof openWorld>>;
let api: Awaited<ReturnType<typeof openApi>>;
let known: Scrape;
beforeAll(async () => {
  world = await openWorld();
  api = await openApi(world);
  await fetch(`${api.url}/healthz`);
  known = await scrape(api);
});
afterAll(async () => {
  await api.close();
  await world.close();
});

describe("metrics", () => {
  test("are what promtool has nothing against", async () => {
    const checking = promtool("check", "metrics");
    checking.child.stdin?.end(known.text);
    expect(await checking).toEqual({ stdout: "", stderr: "" });
  });
});

describe("alerts", () => {
  test("and the example of a configuration are what Prometheus accepts", async () => {
    expect((await promtool("check", "rules", file)).stdout).toContain(`${rules.length} rules found`);
    expect((await promtool("check", "config", "docs/prometheus/prometheus.yml")).stdout).toContain("SUCCESS");
  });

  test("fire when something is wrong, and not on a busy day", async () => {
    expect((await promtool("test", "rules", testFile)).stdout).toContain("SUCCESS");
  });

  test("are each among those that fire in the test, which gives each what it reads, good and bad", () => {
    const [bad, good] = (parse(readFileSync(testFile, "utf8")) as { tests: RuleTest[] }).tests;
    const fired = bad!.promql_expr_test[0]!.exp_samples.map(({ labels }) => /"(\w+)"/.exec(labels)?.[1]);
    expect(fired.toSorted()).toEqual(rules.map(({ alert }) => alert).toSorted());
    for (const { input_series } of [bad!, good!]) {
      const given = new Set(input_series.map(({ series }) => series.split("{")[0]));
      expect(rules.flatMap(({ expr }) => metricNames(expr)).filter((name) => !given.has(name))).toEqual([]);
    }
    expect(good!.promql_expr_test.map(({ exp_samples }) => exp_samples)).toEqual([[], []]);
  });

  test("read only metrics that are exposed, and match only what their labels can be", () => {
    const exposed = exposedNames(known.families).add("up");
    expect(rules.flatMap(({ expr }) => metricNames(expr)).filter((name) => !exposed.has(name))).toEqual([]);
    const possible: Record<string, readonly string[]> = {
      face: faces,
      verdict: outcomes,
      job: ["keydesk"],
      status: ["500"],
    };
    for (const { label, text } of rules.flatMap(({ expr }) => labelMatchers(expr))) {
      const whole = new RegExp(`^(?:${text})$`);
      const alternatives = text.split(/[()|]/).filter((part) => part !== "" && !part.endsWith("_"));
      expect(possible[label]?.filter((one) => whole.test(one))).toHaveLength(alternatives.length);
    }
  });

  test.each(rules)(
    "$alert says how urgent it is, what it means, and where it is written what to do",
    (rule) => {
      expect(["page", "ticket"]).toContain(rule.labels.severity);
      expect(rule.annotations.summary).toMatch(/\{\{/);
      expect(rule.annotations.runbook).toBe(`docs/operations.md#${rule.alert.toLowerCase()}`);
      expect(readFileSync("docs/operations.md", "utf8")).toContain(`\n#### ${rule.alert}\n`);
    },
  );
});
