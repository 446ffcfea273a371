"use client";

import { ShieldCheck } from "lucide-react";
import { useState } from "react";
import { useVerification, type Verification } from "@/components/audit/verify/use-verification";
import { VerifyResult } from "@/components/audit/verify/verify-result";
import type { ExportActions } from "@/components/export/export-actions";
import { sizeOf } from "@/components/export/export-words";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { formatCount } from "@/components/ui/format-count";
import { Progress } from "@/components/ui/progress";
import { Textarea } from "@/components/ui/textarea";
import { browserVerifierCrypto } from "@/components/verify-page/browser-crypto";
import { type LogAlarm, logAlarms } from "@/domain/audit/log-alarm";
import { readPublicKeys } from "@/domain/audit/verify/public-keys";

type Props = {
  logId: string;
  /** The log's public keys in PEM, each with the time in which it signed, as this desk shows them; empty before the first checkpoint. */
  publicKeys: string;
  /** What the desk itself has found wrong with the log. */
  alarm: LogAlarm | null;
  /** Start and cancel an export, with its right and its event. */
  actions: Pick<ExportActions, "start" | "cancel">;
};

/**
 * "Verify in this browser": reads the whole log as it comes, keeps nothing of it, and computes all of it here, by the code of the
 * command line. Of the desk it trusts nothing but the key shown, and not that if another one is put there.
 */
export function VerifyPanel({ logId, publicKeys, alarm, actions }: Props) {
  const [key, setKey] = useState(publicKeys);
  const { state, run, stop } = useVerification(logId, actions);
  const keys = readPublicKeys(key, browserVerifierCrypto.sha256);
  const isBusy = state.kind === "asking" || state.kind === "running";

  return (
    <Dialog
      title="Verify in this browser"
      description="Reads every event of this account and computes the whole log here. That shows whether anything was left out, changed, put in or moved, and whether the key below signed it. It counts as an export, and is an event of its own."
      trigger={
        <Button icon={<ShieldCheck />} compact>
          Verify in this browser
        </Button>
      }
      onOpenChange={stop}
      footerNote={isBusy ? "Stay on this page: leaving it cancels." : undefined}
      footer={
        isBusy ? (
          <Button onClick={stop}>Cancel</Button>
        ) : (
          <>
            {state.kind === "ended" ? (
              <DialogClose>
                <Button>Close</Button>
              </DialogClose>
            ) : null}
            <Button
              variant={state.kind === "ended" ? "secondary" : "primary"}
              onClick={() => typeof keys !== "string" && run(keys)}
              disabledReason={typeof keys === "string" ? "Give the log's public key first." : null}
            >
              {state.kind === "idle" ? "Verify" : "Verify again"}
            </Button>
          </>
        )
      }
    >
      <div className="grid gap-4">
        {alarm === null ? null : (
          <Callout tone="bad" title="The log raises an alarm">
            {logAlarms[alarm]} It may end without a checkpoint that fits, or not be given at all.
          </Callout>
        )}
        <Field
          label="Public key of the log"
          hint="The key as this desk shows it. Paste one that you got another way, and you need not trust the desk for it."
          error={typeof keys === "string" && key.trim() !== "" ? keys : undefined}
        >
          {(control) => (
            <Textarea
              {...control}
              mono
              rows={Math.min(12, publicKeys.split("\n").length + 1)}
              spellCheck={false}
              readOnly={isBusy}
              value={key}
              onChange={(event) => setKey(event.target.value)}
            />
          )}
        </Field>
        {/* One place for what is to come, under way and found: nothing below it moves. */}
        <div className="grid min-h-14 content-start gap-2">
          {isBusy ? <Reading state={state} /> : null}
          <div role="status">{state.kind === "ended" ? <VerifyResult end={state.end} /> : null}</div>
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

function Reading({ state }: { state: Verification }) {
  if (state.kind !== "running")
    return (
      <>
        <Progress label="Asking for the log" />
        <p className="text-muted text-sm">Asking for the log…</p>
      </>
    );
  const { rows, bytes, expected } = state;
  return (
    <>
      <Progress label="Events verified" value={rows} max={Math.max(expected, rows, 1)} />
      <p className="flex flex-wrap justify-between gap-x-4 text-muted text-sm tabular-nums">
        <span>
          {formatCount(rows)} of {formatCount(expected)} events verified
        </span>
        <span>{sizeOf(bytes)}</span>
      </p>
    </>
  );
}
