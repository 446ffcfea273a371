import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tableParams } from "./table-params";

const params = tableParams({
  sort: ["name", "lastUsed"],
  defaultSort: { id: "lastUsed", dir: "desc" },
  per: [50, 25],
  filters: { status: ["active", "disabled"], owner: "any" },
});

const load = (query: string) => params.load(Promise.resolve(new URLSearchParams(query)));

describe("the table's state in the URL", () => {
  it("has defaults when the URL says nothing", async () => {
    expect(await load("")).toEqual({
      q: "",
      sort: "lastUsed",
      dir: "desc",
      page: 1,
      per: 50,
      cols: null,
      filters: { status: [], owner: [] },
    });
  });

  it.each(["sort=password", "dir=up", "page=", "per=7", "per=100000"])(
    "falls back to the default for %s",
    async (query) => {
      expect(await load(query)).toEqual(await load(""));
    },
  );

  it.each([
    ["page=0", 0],
    ["page=-1", -1],
    ["page=99999999", 99_999_999],
    ["page=1e9", Number.NaN],
    ["page=abc", Number.NaN],
  ])("keeps %s for the service to refuse", async (query, page) => {
    expect((await load(query)).page).toBe(page);
  });

  it("drops values that a filter does not have and keeps the others", async () => {
    expect((await load("status=active,evil")).filters.status).toEqual(["active"]);
  });

  it("cuts a search text that is too long", async () => {
    expect((await load(`q=${"x".repeat(5000)}`)).q).toHaveLength(200);
  });

  it("keeps the address free of defaults", () => {
    expect(params.href("/tokens", { sort: "lastUsed", dir: "desc", page: 1, filters: { status: [] } })).toBe(
      "/tokens",
    );
  });

  it("comes back from its own address as it was", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          q: fc.string({ maxLength: 200, unit: "grapheme-ascii" }),
          sort: fc.constantFrom("name", "lastUsed"),
          dir: fc.constantFrom("asc" as const, "desc" as const),
          page: fc.integer({ min: 1, max: 9_999_999 }),
          per: fc.constantFrom(50, 25),
          status: fc.uniqueArray(fc.constantFrom("active" as const, "disabled" as const)),
          owner: fc.array(fc.string({ minLength: 1, unit: "grapheme-ascii" }), { maxLength: 4 }),
        }),
        async ({ status, owner, ...rest }) => {
          const href = params.href("/tokens", { ...rest, filters: { status, owner } });
          const state = await load(href.slice("/tokens".length));
          expect(state).toEqual({ ...rest, cols: null, filters: { status, owner } });
        },
      ),
    );
  });
});
