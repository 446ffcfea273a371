"use client";

import { ShieldCheck } from "lucide-react";
import { useRef, useState } from "react";
import { keepCheckpoint, readKeptCheckpoint } from "@/components/audit/verify/kept-checkpoint";
import { runVerifier, type VerifierEnd } from "@/components/audit/verify/run-verifier";
import { VerifyResult } from "@/components/audit/verify/verify-result";
import { type ExportActions, exportPaths } from "@/components/export/export-actions";
import { useReauth } from "@/components/reauth/reauth-provider";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Progress } from "@/components/ui/progress";
import { Textarea } from "@/components/ui/textarea";
import { browserVerifierCrypto } from "@/components/verify-page/browser-crypto";
import { readPublicKeys } from "@/domain/audit/verify/public-keys";

type Props = {
  logId: string;
  /** The log's public keys in PEM, each with the time in which it signed, as this desk shows them; empty before the first checkpoint. */
  publicKeys: string;
  /** Starts an export, with its right and its event. */
  start: ExportActions["start"];
};

/**
 * "Verify in this browser": fetches the whole log and computes all of it here, by the code of the command line. Of the desk it trusts
 * nothing but the key shown, and not that if another one is put there.
 */
export function VerifyPanel({ logId, publicKeys, start }: Props) {
  const guarded = useReauth();
  const [key, setKey] = useState(publicKeys);
  const [state, setState] = useState<"idle" | "running" | VerifierEnd>("idle");
  const [line, setLine] = useState("");
  const cancel = useRef<AbortController | null>(null);
  const keys = readPublicKeys(key, browserVerifierCrypto.sha256);
  const isRunning = state === "running";

  const verify = async (trusted: Uint8Array[]) => {
    const started = await guarded(() => start({ what: "audit", format: "jsonl" }));
    if (!started.ok) return setState({ kind: "failed", message: started.refusal.message });
    const { id, file } = started.value;
    const kept = readKeptCheckpoint(logId);
    const end = await runVerifier(
      {
        files: [
          { name: file, url: exportPaths.file(id) },
          { name: `${file}.manifest.json`, url: exportPaths.manifest(id) },
        ],
        checkpoints:
          kept === null
            ? []
            : [{ name: "The last checkpoint that this browser saw", blob: new Blob([kept]) }],
        keys: trusted,
      },
      ({ stage, bytes }) =>
        setLine(`${stage === "fetching" ? "Fetched" : "Verified"} ${(bytes / 1e6).toFixed(1)} MB`),
      cancel.current!.signal,
    );
    if (end.kind === "report" && end.report.verdict === "good" && end.note !== null)
      keepCheckpoint(logId, end.note);
    setState(end);
  };
  const run = async () => {
    if (typeof keys === "string") return;
    cancel.current = new AbortController();
    setLine("");
    setState("running");
    await verify(keys);
  };

  return (
    <Dialog
      title="Verify in this browser"
      description="Fetches every event of this account and computes the whole log here: nothing left out, changed, put in or moved, and signed by the key below. It counts as an export, and is an event of its own."
      trigger={
        <Button icon={<ShieldCheck />} compact>
          Verify in this browser
        </Button>
      }
      onOpenChange={(open) => {
        if (open) return setState("idle");
        cancel.current?.abort();
      }}
      footer={
        isRunning ? (
          <Button onClick={() => cancel.current?.abort()}>Cancel</Button>
        ) : (
          <Button
            variant="primary"
            onClick={run}
            disabledReason={typeof keys === "string" ? "Give the log's public key first." : null}
          >
            {state === "idle" ? "Verify" : "Verify again"}
          </Button>
        )
      }
    >
      <div className="grid gap-4">
        <Field
          label="Public key of the log"
          hint="As this desk shows it. Put one here that you got on another way, and nothing of the desk is trusted."
          error={typeof keys === "string" && key.trim() !== "" ? keys : undefined}
        >
          {(control) => (
            <Textarea
              {...control}
              mono
              rows={publicKeys.includes("Signed from") ? 9 : 4}
              spellCheck={false}
              value={key}
              onChange={(event) => setKey(event.target.value)}
            />
          )}
        </Field>
        <div role="status" className="grid gap-3">
          {isRunning ? (
            <>
              <Progress label="Verifying" />
              <p className="text-muted tabular-nums">{line || "Asking for the log …"}</p>
            </>
          ) : null}
          {typeof state === "object" ? <VerifyResult end={state} /> : null}
        </div>
        <p className="text-muted text-sm">
          This page comes from the desk that it judges. Whoever trusts neither verifies an export with{" "}
          <a
            className="text-accent underline underline-offset-2"
            href="/verify.html"
            target="_blank"
            rel="noreferrer"
          >
            a page that needs no network
          </a>
          , or on the command line.
        </p>
      </div>
    </Dialog>
  );
}
