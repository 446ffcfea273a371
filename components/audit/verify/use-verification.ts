"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { keepCheckpoint, readKeptCheckpoint } from "@/components/audit/verify/kept-checkpoint";
import { runVerifier, type VerifierEnd } from "@/components/audit/verify/run-verifier";
import { type ExportActions, exportPaths } from "@/components/export/export-actions";
import { useReauth } from "@/components/reauth/reauth-provider";

/** How far a verification is. */
export type Verification =
  | { readonly kind: "idle" }
  | { readonly kind: "asking" }
  | {
      readonly kind: "running";
      readonly rows: number;
      readonly bytes: number;
      /** Events that the log had when it was asked for. */
      readonly expected: number;
    }
  | { readonly kind: "ended"; readonly end: VerifierEnd };

const idle: Verification = { kind: "idle" };
const failed = (message: string): Verification => ({ kind: "ended", end: { kind: "failed", message } });

/** Has the log of an account sent to this browser and verified as it comes; one at a time. */
export function useVerification(logId: string, { start, cancel }: Pick<ExportActions, "start" | "cancel">) {
  const guarded = useReauth();
  const [state, setState] = useState<Verification>(idle);
  const current = useRef<AbortController | null>(null);

  const run = useCallback(
    async (keys: readonly Uint8Array[]) => {
      const { signal } = renew(current);
      const tell = (next: Verification) => signal.aborted || setState(next);
      tell({ kind: "asking" });
      const started = await guarded(() => start({ what: "audit", format: "jsonl" })).catch(() => null);
      if (started === null)
        return tell(failed("Keydesk could not be reached. Check the connection and try again."));
      // Whoever does not want to give the password has asked for nothing.
      if (!started.ok)
        return tell(
          started.refusal.code === "reauthentication_required" ? idle : failed(started.refusal.message),
        );
      const { id, file, expected } = started.value;
      signal.addEventListener("abort", () => void cancel(id).catch(() => undefined), { once: true });
      if (signal.aborted) return cancel(id).catch(() => undefined);
      tell({ kind: "running", rows: 0, bytes: 0, expected });
      const kept = readKeptCheckpoint(logId);
      const end = await runVerifier(
        {
          given: {
            arriving: {
              logId,
              file: { name: file, url: exportPaths.file(id) },
              manifest: { name: `${file}.manifest.json`, url: exportPaths.manifest(id) },
            },
          },
          checkpoints:
            kept === null
              ? []
              : [{ name: "The last checkpoint that this browser saw", blob: new Blob([kept]) }],
          keys,
        },
        ({ rows, bytes }) => tell({ kind: "running", rows, bytes, expected }),
        signal,
      );
      if (end.kind === "report" && end.report.verdict === "good" && end.note !== null)
        keepCheckpoint(logId, end.note);
      tell({ kind: "ended", end });
    },
    [logId, guarded, start, cancel],
  );
  const stop = useCallback(() => {
    current.current?.abort();
    setState(idle);
  }, []);
  useEffect(() => () => current.current?.abort(), []);
  return { state, run, stop };
}

function renew(current: { current: AbortController | null }): AbortController {
  current.current?.abort();
  current.current = new AbortController();
  return current.current;
}
