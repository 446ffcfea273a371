"use client";

import { Check } from "lucide-react";
import Link from "next/link";
import { DropdownMenu as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { Kbd } from "./kbd";
import type { MenuItem } from "./menu-item";

export const menuPanelClass =
  "z-50 max-h-(--radix-popper-available-height) min-w-48 max-w-80 overflow-y-auto rounded-xl border bg-raised p-1 shadow-float data-[state=open]:animate-appear";

const row =
  "flex w-full select-none items-center gap-2.5 rounded-md px-2 py-1.5 text-left text-base outline-none data-[highlighted]:bg-hover pointer-coarse:py-3 [&>svg]:icon [&>svg]:text-muted forced-colors:data-[highlighted]:outline-2";

/** A function is called only while the menu is open, so a table does not build menus for every row. */
export type MenuSource = readonly MenuItem[] | (() => readonly MenuItem[]);

export function MenuItems({ items }: { items: MenuSource }) {
  const list = typeof items === "function" ? items() : items;
  return list.map((item) => <MenuRow key={item.id} item={item} />);
}

function MenuRow({ item }: { item: MenuItem }) {
  switch (item.kind) {
    case "separator":
      return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />;
    case "heading":
      return <Radix.Label className="px-2 py-1.5 text-muted text-sm">{item.label}</Radix.Label>;
    case "link":
      return (
        <Radix.Item asChild className={row}>
          <Link href={item.href} prefetch={false}>
            {item.icon}
            <Words label={item.label} shortcut={item.shortcut} />
          </Link>
        </Radix.Item>
      );
    case "check":
      return (
        <Radix.CheckboxItem
          className={row}
          checked={item.checked}
          onCheckedChange={item.onCheckedChange}
          onSelect={(event) => event.preventDefault()}
        >
          <span className="grid size-4 place-items-center">
            <Radix.ItemIndicator>
              <Check aria-hidden="true" className="icon text-accent" />
            </Radix.ItemIndicator>
          </span>
          <Words label={item.label} />
        </Radix.CheckboxItem>
      );
    case "radio":
      return (
        <Radix.RadioGroup value={item.value} onValueChange={item.onValueChange} aria-label={item.label}>
          {item.options.map((option) => (
            <Radix.RadioItem
              key={option.value}
              value={option.value}
              className={row}
              onSelect={(event) => event.preventDefault()}
            >
              {option.icon}
              <Words label={option.label} />
              <Radix.ItemIndicator className="ml-auto">
                <Check aria-hidden="true" className="icon text-accent" />
              </Radix.ItemIndicator>
            </Radix.RadioItem>
          ))}
        </Radix.RadioGroup>
      );
    default:
      return (
        <Radix.Item
          className={cn(row, item.disabledReason ? "text-muted" : item.danger && "text-bad [&>svg]:text-bad")}
          aria-disabled={item.disabledReason ? true : undefined}
          onSelect={(event) => {
            if (item.disabledReason) event.preventDefault();
            else item.onSelect();
          }}
        >
          {item.icon}
          <Words label={item.label} shortcut={item.shortcut} note={item.disabledReason} />
        </Radix.Item>
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
