"use client";

import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react";
import { cn } from "./cn";
import { tabClass } from "./tab-class";

export type Tab = { value: string; label: ReactNode; content: ReactNode };

const stepOf: Record<string, (index: number, count: number) => number> = {
  ArrowRight: (index, count) => (index + 1) % count,
  ArrowLeft: (index, count) => (index - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

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
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [own, setOwn] = useState(defaultValue ?? tabs[0]?.value);
  const current = value ?? own;

  function choose(next: string) {
    setOwn(next);
    onValueChange?.(next);
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = stepOf[event.key];
    if (!step) return;
    event.preventDefault();
    const index = step(
      tabs.findIndex((tab) => tab.value === current),
      tabs.length,
    );
    const next = tabs[index];
    if (!next) return;
    choose(next.value);
    list.current?.querySelectorAll<HTMLElement>('[role="tab"]')[index]?.focus();
  }

  return (
    <div className={cn("min-w-0", className)}>
      <div className="flex items-center border-b">
        <div
          ref={list}
          role="tablist"
          aria-label={label}
          onKeyDown={onKeyDown}
          className="flex min-w-0 flex-1 gap-4 overflow-x-auto overflow-y-hidden"
        >
          {tabs.map((tab) => (
            <button
              key={tab.value}
              type="button"
              role="tab"
              id={`${id}-${tab.value}`}
              aria-selected={tab.value === current}
              aria-controls={`${id}-${tab.value}-panel`}
              tabIndex={tab.value === current ? 0 : -1}
              onClick={() => choose(tab.value)}
              className={tabClass}
            >
              {tab.label}
            </button>
          ))}
        </div>
        {actions}
      </div>
      {tabs.map((tab) => (
        <div
          key={tab.value}
          role="tabpanel"
          id={`${id}-${tab.value}-panel`}
          aria-labelledby={`${id}-${tab.value}`}
          hidden={tab.value !== current}
        >
          {tab.value === current ? tab.content : null}
        </div>
      ))}
    </div>
  );
}
