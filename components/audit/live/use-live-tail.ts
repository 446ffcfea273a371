"use client";

import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { askTail } from "@/components/audit/live/ask-tail";
import {
  type LiveState,
  liveEventsMax,
  nothingNew,
  withAllShown,
  withEvents,
} from "@/components/audit/live/live-state";
import { publishSealed } from "@/components/audit/live/sealed-store";

const everyMs = 2_000;
const retryMsMax = 30_000;
const topPx = 80;

export type LivePhase = "off" | "following" | "retrying" | "ended" | "full";

/**
 * Follows the log from number `since` on while `enabled` and the tab is visible. The number asked from moves only with an answer, so
 * nothing is missed by what fails, and nothing told twice. Ends with the session.
 */
export function useLiveTail(options: {
  enabled: boolean;
  since: number;
  search: string;
  /** The rows: somebody who selects in them, or has one open, reads. */
  area: RefObject<HTMLElement | null>;
}) {
  const { enabled, since, search, area } = options;
  const [state, setState] = useState<LiveState>(nothingNew);
  const [phase, setPhase] = useState<LivePhase>("off");
  const [now, setNow] = useState<Date | null>(null);
  const next = useRef(since);

  // The page was loaded anew: what is new counts from there.
  useEffect(() => {
    next.current = Math.max(next.current, since);
    setState((held) => (held.shown.length + held.waiting.length > liveEventsMax ? nothingNew : held));
  }, [since]);

  useEffect(() => {
    if (!enabled) {
      setPhase("off");
      return;
    }
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let failures = 0;
    let held = 0;
    const again = (ms: number) => {
      if (!stop.signal.aborted) timer = setTimeout(ask, ms);
    };
    const ask = async () => {
      // Asked for again as soon as the tab is seen.
      if (document.visibilityState !== "visible") return;
      const answer = await askTail(search, next.current, stop.signal);
      if (stop.signal.aborted) return;
      if (answer.kind === "ended") return setPhase("ended");
      if (answer.kind === "failed") {
        failures += 1;
        setPhase("retrying");
        return again(Math.min(everyMs * 2 ** failures, retryMsMax));
      }
      const { tail } = answer;
      failures = 0;
      next.current = tail.next;
      held += tail.rows.length;
      const isReading = readsNow(area.current);
      setState((before) => withEvents(before, tail.rows, isReading));
      setNow(tail.now);
      publishSealed({ ...tail.sealed, now: tail.now });
      if (held > liveEventsMax) return setPhase("full");
      setPhase("following");
      again(tail.more ? 0 : everyMs);
    };
    const seen = () => {
      if (document.visibilityState !== "visible") return;
      clearTimeout(timer);
      void ask();
    };
    document.addEventListener("visibilitychange", seen);
    void ask();
    return () => {
      stop.abort();
      publishSealed(null);
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", seen);
    };
  }, [enabled, search, area]);

  const showAll = useCallback(() => {
    setState(withAllShown);
    window.scrollTo({ top: 0 });
  }, []);
  return { state, phase, now, showAll };
}

function readsNow(area: HTMLElement | null): boolean {
  if (window.scrollY > topPx) return true;
  if (area === null) return false;
  const selection = document.getSelection();
  const selects = selection !== null && !selection.isCollapsed && area.contains(selection.anchorNode);
  return (
    selects || area.contains(document.activeElement) || area.querySelector("[aria-expanded=true]") !== null
  );
}
