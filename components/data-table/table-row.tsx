"use client";

import { MoreHorizontal } from "lucide-react";
import type { MouseEvent } from "react";
import { buttonClass } from "@/components/ui/button-class";
import { Checkbox } from "@/components/ui/checkbox";
import { cn } from "@/components/ui/cn";
import { DropdownMenu } from "@/components/ui/dropdown-menu";
import type { MenuItem } from "@/components/ui/menu-item";
import { cellClass, rowClass } from "./row-class";
import type { TableColumn } from "./table-column";

const cardPlace = {
  title: "cards:order-1 cards:min-w-0 cards:flex-1",
  aside: "cards:order-2 cards:shrink-0",
  meta: "cards:order-5 cards:text-muted",
  line: "cards:order-6 cards:basis-full",
  none: "cards:hidden",
};

export function TableRow<Row>({
  row,
  id,
  name,
  href,
  columns,
  selectable,
  selected,
  onSelect,
  actions,
  onContextMenu,
  onOpen,
}: {
  row: Row;
  id: string;
  name: string;
  href: string | null;
  columns: readonly TableColumn<Row>[];
  selectable: boolean;
  selected: boolean;
  /** A change event of the checkbox; Shift extends the range. */
  onSelect: (event: unknown) => void;
  actions?: () => readonly MenuItem[];
  onContextMenu?: (event: MouseEvent) => void;
  onOpen: (href: string, newTab: boolean) => void;
}) {
  const lastMeta = columns.findLast((column) => (column.card ?? "meta") === "meta");
  // The name is a real link; the rest of the row follows it for the mouse alone.
  const follow = (event: MouseEvent<HTMLTableRowElement>) => {
    if (!href || event.defaultPrevented || event.button > 1) return;
    const target = event.target as Element;
    if (!event.currentTarget.contains(target)) return;
    if (target.closest("a,button,input,select,textarea,label,summary,[role=menuitem]")) return;
    if (event.button === 0 && !window.getSelection()?.isCollapsed) return;
    onOpen(href, event.button === 1 || event.metaKey || event.ctrlKey);
  };
  return (
    <tr
      data-row-id={id}
      aria-selected={selectable ? selected : undefined}
      onClick={follow}
      onAuxClick={follow}
      onContextMenu={onContextMenu}
      className={cn(
        rowClass,
        selectable && "cards:pl-7",
        href && "cursor-pointer",
        selected ? "bg-accent-soft" : "hover:bg-sub has-[a[data-row-link]:focus-visible]:bg-sub",
      )}
    >
      {selectable ? (
        <td className={cn(cellClass, "pr-0 pl-px cards:absolute cards:top-3 cards:left-0")}>
          <Checkbox aria-label={`Select ${name}`} checked={selected} onChange={onSelect} className="mt-0.5" />
        </td>
      ) : null}
      {columns.map((column) => (
        <td
          key={column.id}
          className={cn(
            cellClass,
            "wrap-anywhere",
            column.numeric && "text-right cards:text-left",
            column.clip && "truncate cards:max-w-full",
            column.wide && "tight:hidden",
            cardPlace[column.card ?? "meta"],
            // After each but the last, so that no line of a card begins with one.
            column !== lastMeta &&
              (column.card ?? "meta") === "meta" &&
              "cards:after:ml-3 cards:after:content-['·']",
          )}
        >
          {column.card === "title" ? null : (
            <span className="sr-only hidden cards:inline">{column.header}: </span>
          )}
          {column.cell(row)}
        </td>
      ))}
      {actions ? (
        <td className={cn(cellClass, "w-10 py-1.5 pr-0 text-right cards:order-3 cards:-my-1")}>
          <DropdownMenu
            items={actions}
            trigger={
              <button
                type="button"
                aria-label={`Actions for ${name}`}
                className={buttonClass({ variant: "ghost", size: "icon-sm" })}
              >
                <MoreHorizontal aria-hidden="true" className="icon" />
              </button>
            }
          />
        </td>
      ) : null}
    </tr>
  );
}
