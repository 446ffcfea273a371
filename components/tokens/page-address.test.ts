import { expect, test } from "vitest";
import { pageSteps } from "@/components/tokens/page-address";
import type { TokenPage } from "@/domain/tokens/token-views";

const rows = (count: number) => Array.from({ length: count }, () => ({}) as TokenPage["rows"][number]);
const page = (change: Partial<TokenPage>): TokenPage => ({
  rows: rows(50),
  total: 120,
  totalIsExact: true,
  page: 1,
  pageFromEnd: null,
  pageSize: 50,
  pageCount: 3,
  order: { sort: "createdAt", dir: "desc", because: "asked" },
  now: new Date(0),
  ...change,
});

test("the first of three pages leads to the second and the third", () => {
  expect(pageSteps(page({}))).toEqual({ from: 1, to: 50, first: null, previous: null, next: "2", last: "3" });
});

test("the last page of a known total leads back only, and says how many rows it has", () => {
  expect(pageSteps(page({ page: 3, rows: rows(20) }))).toEqual({
    from: 101,
    to: 120,
    first: "1",
    previous: "2",
    next: null,
    last: null,
  });
});

test("a list whose total nobody counted has a last page all the same, reached from the end", () => {
  const unknown = { total: 10_000, totalIsExact: false, pageCount: null };
  expect(pageSteps(page({ ...unknown, page: 7 }))).toMatchObject({ previous: "6", next: "8", last: "last" });
  expect(pageSteps(page({ ...unknown, page: null, pageFromEnd: 0 }))).toEqual({
    from: null,
    to: null,
    first: "1",
    previous: "last-1",
    next: null,
    last: null,
  });
  expect(pageSteps(page({ ...unknown, page: null, pageFromEnd: 2 }))).toMatchObject({
    previous: "last-3",
    next: "last-1",
    last: "last",
  });
});

test("an empty list has one page without rows", () => {
  expect(pageSteps(page({ rows: [], total: 0, pageCount: 1 }))).toEqual({
    from: 0,
    to: 0,
    first: null,
    previous: null,
    next: null,
    last: null,
  });
});
