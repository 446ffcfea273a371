"use client";

import { ChevronRight } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { cellClass, rowClass } from "@/components/data-table/row-class";
import { buttonClass } from "@/components/ui/button-class";
import { cn } from "@/components/ui/cn";

/** A row of the trail that opens to what the event holds. The server draws both parts. */
export function AuditRow({
  number,
  time,
  sentence,
  address,
  outcome,
  details,
  label,
}: {
  number: ReactNode;
  time: ReactNode;
  sentence: ReactNode;
  address: ReactNode;
  outcome: ReactNode;
  details: ReactNode;
  /** The sentence as text, for the button. */
  label: string;
}) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <tr
        className={cn(
          rowClass,
          "cards:pl-8",
          open ? "bg-sub [&>td]:border-b-0 cards:border-b-0" : "hover:bg-sub",
        )}
      >
        <td className={cn(cellClass, "py-1.5 pr-0 cards:absolute cards:top-2 cards:-left-1")}>
          <button
            type="button"
            aria-expanded={open}
            aria-controls={open ? id : undefined}
            aria-label={`Details: ${label}`}
            onClick={() => setOpen(!open)}
            className={buttonClass({ variant: "ghost", size: "icon-sm" })}
          >
            <ChevronRight
              aria-hidden="true"
              className={cn("icon transition-transform", open && "rotate-90")}
            />
          </button>
        </td>
        <td
          className={cn(
            cellClass,
            "whitespace-nowrap text-muted text-sm tabular-nums cards:order-3 cards:leading-5",
          )}
        >
          {number}
        </td>
        <td className={cn(cellClass, "whitespace-nowrap text-muted tabular-nums cards:order-5")}>{time}</td>
        <td className={cn(cellClass, "wrap-anywhere cards:order-2 cards:min-w-0 cards:flex-1")}>
          {sentence}
        </td>
        <td className={cn(cellClass, "wrap-anywhere font-mono text-muted text-sm cards:order-6")}>
          {address}
        </td>
        <td className={cn(cellClass, "pr-0 cards:order-7")}>{outcome}</td>
      </tr>
      {open ? (
        <tr id={id} className="bg-sub cards:block cards:border-b">
          <td colSpan={6} className="border-b px-2 pt-1 pb-5 sm:pl-10 cards:block cards:border-0">
            {details}
          </td>
        </tr>
      ) : null}
    </>
  );
}
