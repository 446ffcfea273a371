import { ChevronRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";

export type Crumb = { label: string; href?: string };

/** Where one is, what this page is, what can be done here. One per page: it holds the h1. */
export function PageHeader({
  title,
  crumbs = [],
  meta,
  actions,
}: {
  title: ReactNode;
  /** The way here, without the page itself. */
  crumbs?: readonly Crumb[];
  /** A line of facts under the title. */
  meta?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <header className="mb-4 grid grid-cols-1 gap-1.5">
      {crumbs.length > 0 ? (
        <nav aria-label="Breadcrumb">
          <ol className="wrap-anywhere flex flex-wrap items-center gap-1 text-muted text-sm">
            {crumbs.map((crumb, index) => (
              <li key={crumb.label} className="flex items-center gap-1">
                {index > 0 ? <ChevronRight aria-hidden="true" className="icon size-3.5" /> : null}
                {crumb.href ? (
                  <Link
                    href={crumb.href}
                    className="touch-area relative rounded-sm hover:text-ink hover:underline"
                  >
                    {crumb.label}
                  </Link>
                ) : (
                  crumb.label
                )}
              </li>
            ))}
          </ol>
        </nav>
      ) : null}
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div className="grid min-w-0 gap-1">
          <h1 className="wrap-anywhere text-title">{title}</h1>
          {meta ? (
            <div className="wrap-anywhere flex flex-wrap items-center gap-x-2 gap-y-1 text-muted">{meta}</div>
          ) : null}
        </div>
        {actions ? (
          // On a phone the main action, given last, comes first and takes the room: a line of its own where there are many. One icon alone stays beside the title.
          <div className="flex flex-wrap items-center gap-2 max-sm:not-has-[>[data-compact]:only-child]:w-full max-sm:*:last:order-first max-sm:[&>:last-child:not([data-compact])]:grow max-sm:has-[>:nth-child(4)]:[&>:last-child]:basis-full">
            {actions}
          </div>
        ) : null}
      </div>
    </header>
  );
}
