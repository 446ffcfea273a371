"use client";

import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { tabClass } from "./tab-class";

export type Tab = { value: string; label: ReactNode; content: ReactNode };

/** Views of the same thing, side by side. For places of their own use `LinkTabs`. */
export function Tabs({
  label,
  tabs,
  defaultValue,
  value,
  onValueChange,
  actions,
  className,
}: {
  /** Names the list for screen readers. */
  label: string;
  tabs: readonly Tab[];
  defaultValue?: string;
  value?: string;
  onValueChange?: (value: string) => void;
  /** Controls at the right end of the list. */
  actions?: ReactNode;
  className?: string;
}) {
  return (
    <Radix.Root
      defaultValue={defaultValue ?? tabs[0]?.value}
      value={value}
      onValueChange={onValueChange}
      className={cn("min-w-0", className)}
    >
      <div className="flex items-center border-b">
        <Radix.List
          aria-label={label}
          className="flex min-w-0 flex-1 gap-4 overflow-x-auto overflow-y-hidden"
        >
          {tabs.map((tab) => (
            <Radix.Trigger
              key={tab.value}
              value={tab.value}
              className={cn(tabClass, "focus-visible:-outline-offset-2")}
            >
              {tab.label}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {actions}
      </div>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value}>
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
