"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useState } from "react";
import { cn } from "@/components/ui/cn";
import { DisabledReason } from "@/components/ui/disabled-reason";
import { FrameIcon } from "./frame-icon";
import { findCurrentHref, type NavGroup, type NavItem } from "./nav";

const entryClass =
  "flex h-8.5 items-center gap-2.5 rounded-lg border border-transparent px-2 text-muted transition-colors pointer-coarse:h-11";

/** The side bar's entries. A client component, as the layout around it stays when pages change. */
export function NavList({
  groups,
  elsewhere,
  onNavigate,
}: {
  groups: readonly NavGroup[];
  /** Pages that lie below an entry's address but belong to another menu. */
  elsewhere: readonly string[];
  onNavigate?: () => void;
}) {
  const path = usePathname();
  const entries = groups.flatMap((group) => group.items.map((item) => item.href));
  const current = findCurrentHref(path, [...entries, ...elsewhere]);
  return (
    <div className="grid gap-4">
      {groups.map((group) => (
        <div key={group.label ?? ""}>
          {group.label ? <h2 className="px-2 pb-1 font-normal text-muted text-sm">{group.label}</h2> : null}
          <ul>
            {group.items.map((item) => (
              <li key={item.href}>
                <NavEntry item={item} current={item.href === current} onNavigate={onNavigate} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

function NavEntry({
  item,
  current,
  onNavigate,
}: {
  item: NavItem;
  current: boolean;
  onNavigate?: () => void;
}) {
  // Prefetched when it is about to be used: a dozen entries on every page would each ask the server.
  const [near, setNear] = useState(false);
  const words = (
    <>
      <FrameIcon name={item.icon} />
      <span className="min-w-0 flex-1 truncate">{item.label}</span>
      {item.note ? <span className="text-muted text-xs tabular-nums">{item.note}</span> : null}
    </>
  );
  if (item.disabledReason) {
    return (
      <DisabledReason reason={item.disabledReason}>
        {/* biome-ignore lint/a11y/useSemanticElements: a link without an address is what this is */}
        <span role="link" tabIndex={0} aria-disabled="true" className={entryClass}>
          {words}
        </span>
      </DisabledReason>
    );
  }
  return (
    <Link
      href={item.href}
      aria-current={current ? "page" : undefined}
      prefetch={near ? null : false}
      onPointerEnter={() => setNear(true)}
      onFocus={() => setNear(true)}
      onClick={onNavigate}
      className={cn(
        entryClass,
        current ? "border-line bg-page font-medium text-ink shadow-control" : "hover:bg-hover hover:text-ink",
      )}
    >
      {words}
    </Link>
  );
}
