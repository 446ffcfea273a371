import { ChevronLeft, ChevronRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { formatCount } from "./format-count";
import { stepClass } from "./step-class";

/** "1–50 of 1,204", Previous, Next: as links (`hrefFor`) on server pages, as buttons (`onPage`) in tables. Pages count from 1. */
export function Pagination({
  page,
  pageSize,
  total,
  hrefFor,
  onPage,
  children,
}: {
  page: number;
  pageSize: number;
  total: number;
  hrefFor?: (page: number) => string;
  onPage?: (page: number) => void;
  /** Controls in the middle, such as rows per page. */
  children?: ReactNode;
}) {
  const from = total === 0 ? 0 : (page - 1) * pageSize + 1;
  const to = Math.min(total, page * pageSize);
  const last = Math.max(1, Math.ceil(total / pageSize));
  const step = (target: number) => ({
    href: hrefFor?.(target),
    onClick: onPage ? () => onPage(target) : undefined,
    off: target < 1 || target > last,
  });
  return (
    <nav aria-label="Pages" className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3 text-sm">
      <p className="mr-auto text-muted tabular-nums">
        {total === 0 ? "0" : `${formatCount(from)}–${formatCount(to)}`} of {formatCount(total)}
      </p>
      {children}
      <div className="flex gap-2">
        <Step {...step(page - 1)}>
          <ChevronLeft aria-hidden="true" className="icon" /> Previous
        </Step>
        <Step {...step(page + 1)} isNext>
          Next <ChevronRight aria-hidden="true" className="icon" />
        </Step>
      </div>
    </nav>
  );
}

function Step(props: {
  href?: string;
  onClick?: () => void;
  off: boolean;
  isNext?: boolean;
  children: ReactNode;
}) {
  const className = stepClass(props);
  if (props.href && !props.off) {
    return (
      <Link href={props.href} prefetch={false} className={className}>
        {props.children}
      </Link>
    );
  }
  return (
    <button
      type="button"
      aria-disabled={props.off || undefined}
      onClick={props.off ? undefined : props.onClick}
      className={className}
    >
      {props.children}
    </button>
  );
}
