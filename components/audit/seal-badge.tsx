"use client";

import { useEffect, useState } from "react";
import { useSealedNews } from "@/components/audit/live/sealed-store";
import { formatInstant, formatRelative } from "@/components/ui/format-time";
import { Status } from "@/components/ui/status";
import { formatSeq } from "@/domain/audit/format-seq";
import type { LogState } from "@/domain/audit/log-state";

/** How long an event may wait before the badge says so. */
const lateMs = 10_000;

/** "Sealed to #48,210, 12 seconds ago": how far the log is sealed and signed, or that something is wrong with it. */
export function SealBadge({ state, now }: { state: LogState; now: Date }) {
  const news = useSealedNews();
  const current = useTicking(news?.now ?? now);
  const { checkpoint, alarm } = state;
  const { seq, sealedAt } = news ?? state;
  const waiting = news === null ? state.waiting : 0;
  const box =
    "inline-flex h-8.5 min-w-0 items-center rounded-lg border px-3 pointer-coarse:h-11 max-sm:justify-center";
  if (alarm)
    return (
      <span className={box}>
        <Status tone="bad">The log raises an alarm</Status>
      </span>
    );
  if (sealedAt === null)
    return (
      <span className={box}>
        <Status tone="neutral">Nothing is sealed yet</Status>
      </span>
    );
  const isLate =
    waiting > 0 &&
    state.waitingSince !== null &&
    now.getTime() - Math.max(state.waitingSince.getTime(), sealedAt.getTime()) > lateMs;
  const signed = checkpoint
    ? `Signed up to ${formatSeq(checkpoint.size)} on ${formatInstant(checkpoint.signedAt)}`
    : "Not signed yet";
  return (
    <span className={box} title={`Last sealed on ${formatInstant(sealedAt)}. ${signed}.`}>
      <Status tone={isLate ? "warn" : "ok"}>
        {isLate ? `${waiting} wait to be sealed after ` : "Sealed to "}
        <span className="tabular-nums">{formatSeq(seq)}</span>, {formatRelative(sealedAt, current)}
      </Status>
    </span>
  );
}

// By the server's clock: how long ago the page was made is added by the browser's.
function useTicking(now: Date): Date {
  const [passedMs, setPassedMs] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a page that was loaded anew starts again
  useEffect(() => {
    const from = performance.now();
    setPassedMs(0);
    const timer = setInterval(() => setPassedMs(performance.now() - from), 1_000);
    return () => clearInterval(timer);
  }, [now]);
  return new Date(now.getTime() + passedMs);
}
