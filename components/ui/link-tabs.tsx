"use client";

import Link from "next/link";
import { type ReactNode, useEffect, useRef } from "react";
import { cn } from "./cn";
import { tabClass } from "./tab-class";

/** Tabs that are pages: each has an address, the server marks the current one. */
export function LinkTabs({
  label,
  tabs,
  current,
  className,
}: {
  label: string;
  tabs: readonly { href: string; label: ReactNode }[];
  /** The href of the page shown. */
  current: string;
  className?: string;
}) {
  const list = useRef<HTMLElement>(null);
  // Where not all of them have room, the current one is seen whole.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another current tab is another place to scroll to
  useEffect(() => {
    const tab = list.current?.querySelector<HTMLElement>("[aria-current]");
    if (!list.current || !tab) return;
    const { left, width } = list.current.getBoundingClientRect();
    const box = tab.getBoundingClientRect();
    list.current.scrollLeft += box.left + box.width / 2 - (left + width / 2);
  }, [current]);
  return (
    <nav
      ref={list}
      aria-label={label}
      className={cn("flex gap-4 overflow-x-auto overflow-y-hidden border-b", className)}
    >
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          aria-current={tab.href === current ? "page" : undefined}
          className={tabClass}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}
