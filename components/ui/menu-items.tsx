"use client";

import { Check } from "lucide-react";
import Link from "next/link";
import type { ContextMenu, DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { Kbd } from "./kbd";
import type { MenuItem } from "./menu-item";

export const menuPanelClass =
  "z-50 max-h-(--radix-popper-available-height) min-w-48 max-w-80 overflow-y-auto rounded-xl border bg-raised p-1 shadow-float data-[state=open]:animate-appear";

const row =
  "flex w-full select-none items-center gap-2.5 rounded-md px-2 py-1.5 text-left text-base outline-none data-[highlighted]:bg-hover pointer-coarse:py-2.5 [&>svg]:icon [&>svg]:text-muted forced-colors:data-[highlighted]:outline-2";

type Parts = typeof DropdownMenu | typeof ContextMenu;

/** Renders the item list with the parts of either Radix menu, so both menus are the same menu. */
export function MenuItems({ items, parts: Part }: { items: readonly MenuItem[]; parts: Parts }) {
  return items.map((item) => <MenuRow key={item.id} item={item} parts={Part} />);
}

function MenuRow({ item, parts: Part }: { item: MenuItem; parts: Parts }) {
  switch (item.kind) {
    case "separator":
      return <Part.Separator className="-mx-1 my-1 h-px bg-line" />;
    case "heading":
      return <Part.Label className="px-2 py-1.5 text-muted text-sm">{item.label}</Part.Label>;
    case "link":
      return (
        <Part.Item asChild className={row}>
          <Link href={item.href}>
            {item.icon}
            <Words label={item.label} shortcut={item.shortcut} />
          </Link>
        </Part.Item>
      );
    case "check":
      return (
        <Part.CheckboxItem
          className={row}
          checked={item.checked}
          onCheckedChange={item.onCheckedChange}
          onSelect={(event) => event.preventDefault()}
        >
          <span className="grid size-4 place-items-center">
            <Part.ItemIndicator>
              <Check aria-hidden="true" className="icon text-accent" />
            </Part.ItemIndicator>
          </span>
          <Words label={item.label} />
        </Part.CheckboxItem>
      );
    case "radio":
      return (
        <Part.RadioGroup value={item.value} onValueChange={item.onValueChange} aria-label={item.label}>
          {item.options.map((option) => (
            <Part.RadioItem
              key={option.value}
              value={option.value}
              className={row}
              onSelect={(event) => event.preventDefault()}
            >
              {option.icon}
              <Words label={option.label} />
              <Part.ItemIndicator className="ml-auto">
                <Check aria-hidden="true" className="icon text-accent" />
              </Part.ItemIndicator>
            </Part.RadioItem>
          ))}
        </Part.RadioGroup>
      );
    default:
      return (
        <Part.Item
          className={cn(row, item.disabledReason ? "text-muted" : item.danger && "text-bad [&>svg]:text-bad")}
          aria-disabled={item.disabledReason ? true : undefined}
          onSelect={(event) => {
            if (item.disabledReason) event.preventDefault();
            else item.onSelect();
          }}
        >
          {item.icon}
          <Words label={item.label} shortcut={item.shortcut} note={item.disabledReason} />
        </Part.Item>
      );
  }
}

function Words({ label, shortcut, note }: { label: ReactNode; shortcut?: string; note?: string | null }) {
  return (
    <>
      <span className="min-w-0 flex-1">
        <span className="block truncate">{label}</span>
        {note ? <span className="block text-muted text-xs">{note}</span> : null}
      </span>
      {shortcut ? <Kbd className="ml-3">{shortcut}</Kbd> : null}
    </>
  );
}
