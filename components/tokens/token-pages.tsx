"use client";

import { ChevronFirst, ChevronLast, ChevronLeft, ChevronRight } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import type { ReactNode, TransitionStartFunction } from "react";
import { type AnyTokenPage, pageSteps } from "@/components/tokens/page-address";
import { formatCount } from "@/components/ui/format-count";
import { staysOffline } from "@/components/ui/stays-offline";
import { stepClass } from "@/components/ui/step-class";

/** "1–50 of 10,000+", First, Previous, Next, Last. */
export function TokenPages({
  page,
  startTransition,
  children,
}: {
  page: AnyTokenPage;
  startTransition: TransitionStartFunction;
  children?: ReactNode;
}) {
  const [, setAddress] = useQueryState(
    "page",
    parseAsString.withOptions({ shallow: false, history: "push", scroll: false, startTransition }),
  );
  if (page.total === 0) return null;
  const steps = pageSteps(page);
  const order = page.order.because === "asked" ? "" : ", newest first";
  const total = `${formatCount(page.total)}${page.totalIsExact ? "" : "+"}${order}`;
  const go = (address: string | null) =>
    address === null ? null : () => void (staysOffline() || setAddress(address === "1" ? null : address));
  return (
    <nav aria-label="Pages" className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3 text-sm">
      <p className="mr-auto text-muted tabular-nums">
        {steps.from === null || steps.to === null
          ? `The last ${formatCount(page.rows.length)}${page.pageFromEnd ? `, ${page.pageFromEnd === 1 ? "1 page" : `${formatCount(page.pageFromEnd)} pages`} before the end` : ""} of ${total}`
          : `${formatCount(steps.from)}–${formatCount(steps.to)} of ${total}`}
      </p>
      {children}
      <div className="flex gap-1.5">
        <Step label="First page" onClick={go(steps.first)}>
          <ChevronFirst aria-hidden="true" className="icon" />
        </Step>
        <Step onClick={go(steps.previous)}>
          <ChevronLeft aria-hidden="true" className="icon" /> Previous
        </Step>
        <Step onClick={go(steps.next)} isNext>
          Next <ChevronRight aria-hidden="true" className="icon" />
        </Step>
        <Step label="Last page" onClick={go(steps.last)}>
          <ChevronLast aria-hidden="true" className="icon" />
        </Step>
      </div>
    </nav>
  );
}

function Step({
  onClick,
  label,
  isNext = false,
  children,
}: {
  onClick: (() => void) | null;
  /** For those that show an icon alone. */
  label?: string;
  isNext?: boolean;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      aria-disabled={onClick === null || undefined}
      onClick={onClick ?? undefined}
      className={stepClass({ isNext, isIcon: label !== undefined })}
    >
      {children}
    </button>
  );
}
