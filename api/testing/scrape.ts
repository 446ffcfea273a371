import { expect } from "vitest";
import { type Family, faultsOf, readExposition, type Series } from "@/api/testing/read-exposition";

export type Scrape = {
  readonly text: string;
  readonly families: ReadonlyMap<string, Family>;
  /** The value of the one series of this name with these labels; undefined where there is none. */
  valueOf(name: string, labels?: Readonly<Record<string, string>>): number | undefined;
};

/** Scrapes an API's metrics; fails the test where they are out of form. */
export async function scrape(
  api: { readonly url: string },
  headers: Record<string, string> = {},
): Promise<Scrape> {
  const answer = await fetch(`${api.url}/metrics`, { headers });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  const text = await answer.text();
  const families = readExposition(text);
  expect([...families].flatMap(([name, family]) => faultsOf(name, family))).toEqual([]);
  const all: Series[] = [...families.values()].flatMap(({ series }) => series);
  return {
    text,
    families,
    valueOf(name, labels = {}) {
      const wanted = JSON.stringify(Object.entries(labels).sort());
      return all.find(
        (one) => one.name === name && JSON.stringify(Object.entries(one.labels).sort()) === wanted,
      )?.value;
    },
  };
}
