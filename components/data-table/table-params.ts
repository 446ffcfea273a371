import {
  createLoader,
  createParser,
  createSerializer,
  type LoaderInput,
  parseAsArrayOf,
  parseAsNumberLiteral,
  parseAsString,
  parseAsStringLiteral,
  type SingleParserBuilder,
} from "nuqs/server";

export type SortDirection = "asc" | "desc";

/** The values a filter may take, or "any" where they come from the data. */
export type FilterValues = Readonly<Record<string, readonly string[] | "any">>;

export type TableState<F extends FilterValues = FilterValues> = {
  q: string;
  sort: string;
  dir: SortDirection;
  /** From 1; the server also sees what an address asks for in vain. */
  page: number;
  per: number;
  /** Ids of the shown columns; null is the table's own choice. */
  cols: string[] | null;
  /** An empty list is an unset filter. */
  filters: { [K in keyof F]: F[K] extends readonly (infer V)[] ? V[] : string[] };
};

const queryMax = 200;

// What is no page is kept: the service refuses it in words.
const parseAsPage = createParser({
  parse: (text) => (text === "" ? null : /^-?\d+$/.test(text) ? Number(text) : Number.NaN),
  serialize: String,
});

const parseAsQuery = createParser({
  parse: (text) => text.slice(0, queryMax),
  serialize: (text: string) => text,
});

/**
 * One table's place in the URL, read by the server's loader and by the browser alike. Unknown or malformed
 * values fall back to the default, so an old link still opens; only a page that cannot be is refused, as elsewhere.
 */
export function tableParams<const F extends FilterValues>(options: {
  /** Ids of the columns the server can sort by. */
  sort: readonly string[];
  defaultSort: { id: string; dir: SortDirection };
  /** Rows per page on offer; the first is the default. */
  per?: readonly number[];
  filters: F;
}) {
  const per = options.per ?? [50, 25, 100];
  const base = {
    q: parseAsQuery.withDefault(""),
    sort: parseAsStringLiteral(options.sort).withDefault(options.defaultSort.id),
    dir: parseAsStringLiteral(["asc", "desc"] as const).withDefault(options.defaultSort.dir),
    page: parseAsPage.withDefault(1),
    per: parseAsNumberLiteral(per).withDefault(per[0] ?? 50),
    cols: parseAsArrayOf(parseAsString),
  };
  const filterParsers = Object.fromEntries(
    Object.entries(options.filters).map(([name, values]) => {
      const one: SingleParserBuilder<string> =
        values === "any" ? parseAsString : parseAsStringLiteral(values);
      return [name, parseAsArrayOf(one).withDefault([])];
    }),
  );
  const parsers: typeof base = { ...base, ...filterParsers };
  const load = createLoader(parsers);
  const serialize = createSerializer(parsers);

  /** Turns nuqs' flat values into a table state. */
  function nest(flat: Omit<TableState, "filters">): TableState<F> {
    const { q, sort, dir, page, per: size, cols } = flat;
    const byName: Record<string, unknown> = { ...flat };
    const filters = Object.fromEntries(
      Object.keys(options.filters).map((name) => [name, byName[name] ?? []]),
    );
    return { q, sort, dir, page, per: size, cols, filters: filters as TableState<F>["filters"] };
  }

  /** Turns a part of a table state into nuqs' flat values; an empty filter leaves the URL. */
  function flatten(state: PartialState<F>): Record<string, unknown> {
    const { filters, ...rest } = state;
    return { ...rest, ...filters };
  }

  return {
    parsers,
    perOptions: per,
    filterNames: Object.keys(options.filters),
    nest,
    flatten,
    /** The state that a page's `searchParams` ask for. */
    load: async (searchParams: Promise<LoaderInput>) => nest(await load(searchParams)),
    /** The same of an address. */
    read: (address: URL) => nest(load(address.searchParams)),
    /** A link to the table in a given state: a filter is an address. */
    href: (path: string, state: PartialState<F>) => serialize(path, flatten(state)),
  };
}

export type PartialState<F extends FilterValues = FilterValues> = Partial<
  Omit<TableState<F>, "filters"> & { filters: Partial<TableState<F>["filters"]> }
>;

export type TableParams<F extends FilterValues = FilterValues> = ReturnType<typeof tableParams<F>>;
