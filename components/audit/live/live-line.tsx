"use client";

import { ArrowUp } from "lucide-react";
import { useRouter } from "next/navigation";
import type { LivePhase } from "@/components/audit/live/use-live-tail";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { formatCount } from "@/components/ui/format-count";

const plural = (count: number) => `${formatCount(count)} new ${count === 1 ? "event" : "events"}`;

/** How following goes, above the rows: the button with what waits stays in sight. */
export function LiveLine({
  phase,
  waiting,
  shown,
  onShow,
}: {
  phase: LivePhase;
  waiting: number;
  shown: number;
  onShow: () => void;
}) {
  const router = useRouter();
  return (
    <>
      <p role="status" aria-live="polite" className="sr-only">
        {waiting > 0 ? plural(waiting) : shown > 0 ? `${plural(shown)} shown` : ""}
      </p>
      {phase === "retrying" ? (
        <Callout
          tone="warn"
          className="mb-2"
          title="No answer at this moment. It is tried again; nothing is missed."
        />
      ) : null}
      {phase === "ended" ? (
        <Callout
          tone="warn"
          role="alert"
          className="mb-2"
          title="Your session has ended. Nothing more comes in here."
          action={
            <Button size="sm" onClick={() => router.refresh()}>
              Sign in
            </Button>
          }
        />
      ) : null}
      {phase === "full" ? (
        <Callout
          tone="neutral"
          role="alert"
          className="mb-2"
          title="More events came than a page holds. Nothing more comes in here."
          action={
            <Button size="sm" onClick={() => location.reload()}>
              Load anew
            </Button>
          }
        />
      ) : null}
      {waiting > 0 ? (
        <div className="sticky top-3 z-20 flex h-0 justify-center">
          <Button variant="primary" size="sm" icon={<ArrowUp />} onClick={onShow} className="shadow-float">
            {plural(waiting)}
          </Button>
        </div>
      ) : null}
    </>
  );
}
