import type { TokenPage } from "@/domain/tokens/token-views";

export type PageSteps = {
  /** "1–50 of 10,000+" in parts; null where the rows are counted from an end that is not known. */
  readonly from: number | null;
  readonly to: number | null;
  /** Addresses ("1", "2", "last", "last-1"), or null where there is nowhere to go. */
  readonly first: string | null;
  readonly previous: string | null;
  readonly next: string | null;
  readonly last: string | null;
};

/** A page of tokens, whatever is shown of each. */
export type AnyTokenPage = Omit<TokenPage, "rows"> & { readonly rows: readonly unknown[] };

/** Where First, Previous, Next and Last lead: counted from the start, or from the end where nobody knows the total. */
export function pageSteps(page: AnyTokenPage): PageSteps {
  const { pageSize, rows } = page;
  if (page.page === null) {
    const fromEnd = page.pageFromEnd ?? 0;
    return {
      from: null,
      to: null,
      first: "1",
      previous: fromEndAddress(fromEnd + 1),
      next: fromEnd > 0 ? fromEndAddress(fromEnd - 1) : null,
      last: fromEnd > 0 ? "last" : null,
    };
  }
  const start = (page.page - 1) * pageSize;
  const more = page.pageCount === null ? rows.length === pageSize : page.page < page.pageCount;
  return {
    from: rows.length === 0 ? 0 : start + 1,
    to: start + rows.length,
    first: page.page > 1 ? "1" : null,
    previous: page.page > 1 ? String(page.page - 1) : null,
    next: more ? String(page.page + 1) : null,
    last: more ? (page.pageCount === null ? "last" : String(page.pageCount)) : null,
  };
}

const fromEndAddress = (index: number) => (index === 0 ? "last" : `last-${index}`);
