import type { FrameIconName } from "./frame-icon";

export type NavItem = {
  href: string;
  label: string;
  icon: FrameIconName;
  /** Small words at the right: a count or "1 due". */
  note?: string;
  /** Why it cannot be opened now; the entry stays and says it. */
  disabledReason?: string | null;
};

/** Entries under one heading; the first group usually has none. */
export type NavGroup = { label: string | null; items: readonly NavItem[] };

/** The entry that a path belongs to: the longest href that is the path or a parent of it. */
export function findCurrentHref(path: string, hrefs: readonly string[]): string | null {
  const matches = hrefs.filter((href) => path === href || path.startsWith(href === "/" ? "//" : `${href}/`));
  return matches.sort((a, b) => b.length - a.length)[0] ?? null;
}
