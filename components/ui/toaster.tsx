"use client";

import { CircleAlert, CircleCheck, TriangleAlert, X } from "lucide-react";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { Button } from "./button";
import { cn } from "./cn";
import { type ToastEntry, toast, toastStore } from "./toast";
import { toneText } from "./tone";
import { twinOf } from "./twin-of";

const none: readonly ToastEntry[] = [];

/**
 * Where toasts appear; once, in the root layout. Our own rather than a library's, because those write a
 * `<style>` element without a nonce, which the content security policy refuses.
 */
export function Toaster() {
  const entries = useSyncExternalStore(toastStore.subscribe, toastStore.get, () => none);
  const region = useRef<HTMLElement>(null);
  const [held, setHeld] = useState(false);
  const hasFocus = useRef(false);
  const from = useRef<HTMLElement | null>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "F8") return;
      region.current?.querySelector<HTMLElement>("li:last-child button")?.focus();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  // What the focus or the pointer was on may have gone with its toast, of which the browser tells nobody.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is looked at whenever the toasts change
  useEffect(() => {
    const node = region.current;
    if (node === null || node.contains(document.activeElement)) return;
    if (hasFocus.current && document.activeElement === document.body) {
      const home = from.current?.isConnected ? from.current : from.current && twinOf(from.current);
      home?.focus({ preventScroll: true });
    }
    hasFocus.current = false;
    if (!node.matches(":hover")) setHeld(false);
  }, [entries]);
  return (
    <section
      ref={region}
      aria-label="Notifications, F8"
      aria-live="polite"
      data-toasts
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={(event) => {
        const left = event.relatedTarget;
        if (!hasFocus.current) from.current = left instanceof HTMLElement ? left : null;
        hasFocus.current = true;
        setHeld(true);
      }}
      onBlur={(event) => {
        if (event.currentTarget.contains(event.relatedTarget)) return;
        hasFocus.current = false;
        setHeld(false);
      }}
      className="pointer-events-none fixed right-4 bottom-4 z-70 max-sm:inset-x-3 max-sm:bottom-3"
    >
      <ol className="grid justify-items-end gap-2">
        {entries.map((entry) => (
          <Toast key={entry.id} entry={entry} held={held} />
        ))}
      </ol>
    </section>
  );
}

function Toast({ entry, held }: { entry: ToastEntry; held: boolean }) {
  useEffect(() => {
    if (held || !Number.isFinite(entry.durationMs)) return;
    const timer = setTimeout(() => toast.dismiss(entry.id), entry.durationMs);
    return () => clearTimeout(timer);
  }, [entry, held]);
  const Icon = { ok: CircleCheck, warn: TriangleAlert, bad: CircleAlert, neutral: null }[entry.tone];
  return (
    <li className="pointer-events-auto flex w-full max-w-96 animate-rise items-start gap-2.5 rounded-xl border bg-raised py-2.5 pr-1.5 pl-3.5 shadow-float sm:w-fit sm:min-w-72">
      {Icon ? <Icon aria-hidden="true" className={cn("icon mt-0.5", toneText[entry.tone])} /> : null}
      <div className="min-w-0 flex-1">
        <p className="wrap-anywhere font-medium">{entry.message}</p>
        {entry.description ? <p className="wrap-anywhere text-muted text-sm">{entry.description}</p> : null}
      </div>
      {entry.action ? (
        <Button
          size="sm"
          className="-my-0.5"
          onClick={() => {
            entry.action?.onClick();
            toast.dismiss(entry.id);
          }}
        >
          {entry.action.label}
        </Button>
      ) : null}
      <button
        type="button"
        aria-label="Dismiss"
        onClick={() => toast.dismiss(entry.id)}
        className="touch-area relative grid size-6 place-items-center rounded-md text-muted hover:bg-hover hover:text-ink"
      >
        <X aria-hidden="true" className="icon" />
      </button>
    </li>
  );
}
