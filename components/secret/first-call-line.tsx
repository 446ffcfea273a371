"use client";

import { CircleCheck } from "lucide-react";
import type { FindFirstCall } from "@/components/secret/new-secret";
import { useFirstCall } from "@/components/secret/use-first-call";
import { Button } from "@/components/ui/button";
import { formatInstant, formatRelative } from "@/components/ui/format-time";

/** "Waiting for the first call" until it comes, then from where and when. */
export function FirstCallLine({ tokenId, find }: { tokenId: string; find: FindFirstCall }) {
  const { state, again } = useFirstCall(tokenId, find);
  return (
    <div role="status" className="flex min-h-7 flex-wrap items-center gap-x-2 text-sm">
      {state.kind === "seen" ? (
        <>
          <CircleCheck aria-hidden="true" className="icon text-ok" />
          <span className="font-medium">
            First call{state.call.ip ? ` from ${state.call.ip}` : ""},{" "}
            <time dateTime={state.call.at.toISOString()} title={formatInstant(state.call.at)}>
              {formatRelative(state.call.at, state.seenAt)}
            </time>
          </span>
        </>
      ) : state.kind === "waiting" ? (
        <>
          <span
            aria-hidden="true"
            className="mx-1 size-2 animate-breathe rounded-full bg-warn forced-color-adjust-none"
          />
          <span className="font-medium">Waiting for the first call…</span>
          <span className="text-muted">Run the command above; it shows up here.</span>
        </>
      ) : (
        <>
          <span className="text-muted">No call in 15 minutes.</span>
          <Button size="sm" variant="ghost" onClick={again}>
            Keep waiting
          </Button>
        </>
      )}
    </div>
  );
}
