"use client";

import { type ReactNode, useRef } from "react";
import { AuditTable } from "@/components/audit/audit-table";
import { LiveLine } from "@/components/audit/live/live-line";
import { mergeRows } from "@/components/audit/live/live-state";
import { useLive } from "@/components/audit/live/use-live";
import { useLiveTail } from "@/components/audit/live/use-live-tail";
import type { AuditEntry } from "@/domain/audit/audit-views";

/** The rows of a page, and above them, while it is followed, what was sealed since it was loaded. */
export function LiveEvents({
  rows,
  now,
  since,
  search,
  isNewest,
  empty,
}: {
  rows: readonly AuditEntry[];
  now: Date;
  /** The number up to which the rows are complete. */
  since: number;
  /** The filter, as in the address. */
  search: string;
  isNewest: boolean;
  empty: ReactNode;
}) {
  const [live] = useLive();
  const area = useRef<HTMLDivElement>(null);
  const tail = useLiveTail({ enabled: live && isNewest, since, search, area });
  const merged = mergeRows(rows, tail.state.shown);
  return (
    <>
      <LiveLine
        phase={tail.phase}
        waiting={tail.state.waiting.length}
        shown={tail.state.shown.length}
        onShow={tail.showAll}
      />
      <div ref={area}>{merged.length > 0 ? <AuditTable rows={merged} now={tail.now ?? now} /> : empty}</div>
    </>
  );
}
