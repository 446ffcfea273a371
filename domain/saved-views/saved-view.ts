/** Of one person for one page. */
export const viewsMax = 50;

/** The pages that views are of, with what a view of each may hold: filters and order, never the place in a list. */
export const viewPages = {
  audit: {
    path: "/audit",
    label: "the audit trail",
    names: ["q", "actor", "target", "action", "outcome", "period", "from", "to"],
  },
  tokens: {
    path: "/integrations/api-access",
    label: "API access",
    names: [
      "q",
      "status",
      "type",
      "actsAs",
      "createdBy",
      "organization",
      "lastUsed",
      "expiring",
      "ownerGone",
      "sort",
      "dir",
      "cols",
      "per",
    ],
  },
} as const;

export type ViewPage = keyof typeof viewPages;
export const viewPageNames = Object.keys(viewPages) as [ViewPage, ...ViewPage[]];

/** A view as pages show it. */
export type SavedView = {
  readonly id: string;
  readonly name: string;
  /** Without the question mark, its parts in order: equal filters are equal texts. */
  readonly query: string;
  readonly shared: boolean;
  readonly byName: string;
  readonly own: boolean;
  readonly mayDelete: boolean;
};

/** What a view keeps of an address: the filters that the page knows, each once, in the page's order. */
export function viewQueryOf(page: ViewPage, search: string): string {
  const given = new URLSearchParams(search);
  const kept = new URLSearchParams();
  for (const name of viewPages[page].names) {
    const value = given.get(name);
    if (value) kept.set(name, value);
  }
  return kept.toString();
}

/** The address of a view. */
export function viewHref(page: ViewPage, query: string): string {
  return query === "" ? viewPages[page].path : `${viewPages[page].path}?${query}`;
}
