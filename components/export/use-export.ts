"use client";

import { useCallback, useEffect, useState } from "react";
import { beginDownload } from "@/components/export/begin-download";
import { type ExportActions, type ExportAsk, exportPaths } from "@/components/export/export-actions";
import { useReauth } from "@/components/reauth/reauth-provider";
import type { ExportView } from "@/domain/export/export-views";
import type { Refusal, Result } from "@/domain/result";

/** How often a page asks how far an export is, in milliseconds. */
export const askEveryMs = 1_000;

/** An export from its start to its end. */
export type ExportRun = {
  readonly isStarting: boolean;
  readonly refusal: Refusal | null;
  /** Null before it has started. */
  readonly view: ExportView | null;
  start(ask: ExportAsk): Promise<void>;
  cancel(): Promise<void>;
  /** Forgets it: another one can be started. */
  reset(): void;
};

/** Starts an export, has the browser download it, and follows it to its end. */
export function useExport(actions: ExportActions): ExportRun {
  const guarded = useReauth();
  const [isStarting, setStarting] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [view, setView] = useState<ExportView | null>(null);
  const id = view?.id;
  const isUnderWay = view?.status === "waiting" || view?.status === "running";

  const { find } = actions;
  useEffect(() => {
    if (id === undefined || !isUnderWay) return;
    return follow(find, id, setView);
  }, [id, isUnderWay, find]);

  const start = useCallback(
    async (ask: ExportAsk) => {
      setStarting(true);
      setRefusal(null);
      const started = await guarded(() => actions.start(ask)).catch(() => unreachable);
      setStarting(false);
      if (!started.ok) {
        if (started.refusal.code !== "reauthentication_required") setRefusal(started.refusal);
        return;
      }
      setView(waitingView(ask, started.value));
      beginDownload(exportPaths.file(started.value.id));
    },
    [actions, guarded],
  );
  const cancel = useCallback(async () => {
    if (id === undefined) return;
    const cancelled = await actions.cancel(id).catch(() => unreachable);
    if (!cancelled.ok) setRefusal(cancelled.refusal);
    const found = await actions.find(id).catch(() => unreachable);
    // Whoever asks for another export while this answer is on its way has left this one.
    if (found.ok) setView((shown) => (shown?.id === id ? found.value : shown));
  }, [actions, id]);
  const reset = useCallback(() => {
    setView(null);
    setRefusal(null);
  }, []);
  return { isStarting, refusal, view, start, cancel, reset };
}

/** Asks for an export until it has ended; a question that fails is asked again. Returns how to stop. */
export function follow(
  find: ExportActions["find"],
  id: string,
  tell: (view: ExportView) => void,
): () => void {
  let isStopped = false;
  let timer: ReturnType<typeof setTimeout>;
  const ask = async () => {
    const found = await find(id).catch(() => null);
    if (isStopped) return;
    if (found?.ok) tell(found.value);
    const goesOn = !found?.ok || found.value.finishedAt === null;
    if (goesOn) timer = setTimeout(ask, askEveryMs);
  };
  timer = setTimeout(ask, askEveryMs / 4);
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}

function waitingView(ask: ExportAsk, started: { id: string; file: string; expected: number }): ExportView {
  return {
    ...started,
    what: ask.what,
    format: ask.format,
    filter: {},
    status: "waiting",
    rows: 0,
    bytes: 0,
    sha256: null,
    hasSkipFile: false,
    createdAt: new Date(),
    finishedAt: null,
  };
}

const unreachable: Extract<Result<never>, { ok: false }> = {
  ok: false,
  refusal: { code: "internal", message: "Keydesk could not be reached. Check the connection and try again." },
};
