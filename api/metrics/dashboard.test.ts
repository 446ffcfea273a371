import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exposedNames, metricNames } from "@/api/testing/metric-names";
import { openApi } from "@/api/testing/open-api";
import { startPrometheus, type TestPrometheus } from "@/api/testing/prometheus";
import { type Scrape, scrape } from "@/api/testing/scrape";
import { openWorld } from "@/services/testing/open-world";
import { makeToken } from "@/services/testing/tokens";

type Position = { x: number; y: number; w: number; h: number };
type Panel = {
  id: number;
  type: string;
  title: string;
  gridPos: Position;
  targets?: { refId: string; expr: string; datasource: { uid: string } }[];
};
const dashboard = JSON.parse(readFileSync("docs/grafana/keydesk.json", "utf8")) as {
  uid: string;
  title: string;
  schemaVersion: number;
  panels: Panel[];
  templating: { list: { name: string; query: string | { query: string } }[] };
};
const { panels } = dashboard;
const variables = dashboard.templating.list;
const expressions = [
  ...new Set(panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr))),
] as const;

let world: Awaited<ReturnType<typeof openWorld>>;
let api: Awaited<ReturnType<typeof openApi>>;
let prometheus: TestPrometheus | undefined;
let known: Scrape;
beforeAll(async () => {
  world = await openWorld();
  api = await openApi(world);
  prometheus = await startPrometheus(api.url);
  const { secret } = await makeToken(world.acme);
  const ask = () => api.verify({ token: secret, ip: "192.0.2.1" });
  await ask();
  known = await scrape(api);
  // Rates need traffic between scrapes; garbage must have been collected once.
  const enough = `count_over_time(keydesk_database_up[5m]) >= 4
    and on () count_over_time(nodejs_gc_duration_seconds_count[5m]) >= 2`;
  while ((await prometheus.query(enough)).length === 0) {
    Array.from({ length: 100_000 }, (_, i) => ({ i }));
    await ask();
    await fetch(`${api.url}/api/v1.0/whoami`, { headers: { authorization: `Impersonation ${secret}` } });
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
});
afterAll(async () => {
  await prometheus?.stop();
  await api.close();
  await world.close();
});

describe("the dashboard", () => {
  test("has a title, a uid, and a schema of Grafana 10 or newer", () => {
    expect(dashboard).toMatchObject({ uid: "keydesk", title: "Keydesk" });
    expect(dashboard.schemaVersion).toBeGreaterThanOrEqual(38);
  });

  test("has panels with ids and places of their own, within 24 columns", () => {
    expect(panels.length).toBeGreaterThan(20);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    for (const { gridPos, title, type } of panels) {
      expect(title).not.toBe("");
      expect(["row", "stat", "timeseries", "heatmap"]).toContain(type);
      expect(Math.min(gridPos.x, gridPos.y, gridPos.w - 1, gridPos.h - 1)).toBeGreaterThanOrEqual(0);
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
    }
    const overlaps = panels.flatMap((one, i) =>
      panels
        .slice(i + 1)
        .flatMap((other) => (touch(one.gridPos, other.gridPos) ? [`${one.id}, ${other.id}`] : [])),
    );
    expect(overlaps).toEqual([]);
  });

  test("has at least one query in each panel, and no variable that it does not define", () => {
    const builtIn = ["__rate_interval", "__all"];
    const names = new Set([...variables.map(({ name }) => name), ...builtIn]);
    const used = JSON.stringify(dashboard).matchAll(/\$\{?(\w+)/g);
    expect([...used].map(([, name]) => name).filter((name) => !names.has(name!))).toEqual([]);
    for (const { type, targets = [] } of panels) {
      expect(targets.length > 0).toBe(type !== "row");
      expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
      for (const { datasource } of targets) expect(datasource.uid).toMatch(/^\$\{datasource\}$/);
    }
  });

  test("reads only metrics that are exposed", () => {
    const exposed = exposedNames(known.families);
    const asked = [...expressions, ...variables.map(({ query }) => labelValuesOf(query))];
    const unknown = asked.flatMap(metricNames).filter((name) => !exposed.has(name));
    expect(unknown).toEqual([]);
    expect(metricNames(expressions.join(" "))).toHaveLength(new Set(expressions.flatMap(metricNames)).size);
  });

  test.each(expressions)("shows something once there was traffic: %s", async (expression) => {
    const { host } = new URL(api.url);
    const concrete = expression
      .replaceAll("$__rate_interval", "5m")
      .replaceAll("$job", "keydesk")
      .replaceAll("$instance", host);
    const count = async () => (await prometheus!.query(concrete)).length;
    await expect.poll(count).toBeGreaterThan(0);
  });
});

test("what is read of the dashboard's expressions would notice a metric that is not there", () => {
  const made = 'sum by (face) (rate(keydesk_nothing_total{job="$job",face=~"a|b"}[$__rate_interval])) / 2';
  expect(metricNames(made)).toEqual(["keydesk_nothing_total"]);
});

function labelValuesOf(query: string | { query: string }): string {
  const text = typeof query === "string" ? query : query.query;
  return /^label_values\(([^,]+),/.exec(text)?.[1] ?? "";
}

function touch(a: Position, b: Position): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}
