import { afterAll, beforeAll, expect, test } from "vitest";
import { openApi } from "@/api/testing/open-api";
import { tablesOf } from "@/api/testing/operations-page";
import { type Scrape, scrape } from "@/api/testing/scrape";
import { openWorld } from "@/services/testing/open-world";

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

const [rows = []] = tablesOf("metric");

test("the page names each metric that is exposed, and no other", () => {
  const onPage = rows.map(([name]) => name);
  expect(onPage.length).toBeGreaterThan(40);
  expect(onPage.toSorted()).toEqual([...known.families.keys()].toSorted());
});

test.each(rows)(
  "%s is a %s with those labels, and says its unit and meaning",
  (name, type, labels, unit, meaning) => {
    const family = known.families.get(name!)!;
    expect(family.type).toBe(type);
    const onPage = labels!.split(", ").filter((label) => label !== "");
    const exposed = new Set(
      family.series.flatMap((one) => Object.keys(one.labels).filter((label) => label !== "le")),
    );
    // Nothing of a kind, nothing to see of its labels.
    if (family.series.length > 0) expect([...exposed].toSorted()).toEqual(onPage.toSorted());
    expect(unit).not.toBe("");
    expect(meaning).not.toBe("");
    if (name!.includes("_seconds")) expect(unit).toContain("seconds");
    if (name!.includes("_bytes")) expect(unit).toBe("bytes");
  },
);
