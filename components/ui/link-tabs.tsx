import Link from "next/link";
import type { ReactNode } from "react";
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
  return (
    <nav
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
