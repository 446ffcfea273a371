"use client";

import { Download } from "lucide-react";
import { useRef, useState } from "react";
import { ClosingNote, LeavingButtons } from "@/components/secret/closing";
import { downloadText } from "@/components/secret/download-text";
import { KeysStay } from "@/components/secret/keys-stay";
import type { RecordCopies } from "@/components/secret/new-secret";
import { reportCopy } from "@/components/secret/report-copy";
import { SecretRow } from "@/components/secret/secret-row";
import { useKeptSecret } from "@/components/secret/use-kept-secret";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { formatCount } from "@/components/ui/format-count";
import { secretsCsv } from "@/domain/tokens/secrets-csv";
import type { RotatedToken } from "@/domain/tokens/token-views";

/** Where several new secrets are seen at once. Closing is held until they were downloaded, or each copied that cannot be shown again. */
export function SecretsDialog({
  tokens,
  recordCopies,
  onClose,
}: {
  tokens: readonly RotatedToken[];
  recordCopies: RecordCopies;
  /** The dialog is closed and the secrets gone: now refresh the list. */
  onClose: () => void;
}) {
  const once = tokens.filter(({ shownOnce }) => shownOnce);
  const downloadRef = useRef<HTMLButtonElement>(null);
  const { kept, isHeld, leaving, keep, stay, mayClose } = useKeptSecret(once.length > 0, undefined);
  const [copied, setCopied] = useState<ReadonlySet<string>>(new Set());
  const left = once.filter(({ id }) => !copied.has(id)).length;

  // Each is put on record the first time that it leaves the dialog.
  function take(ids: readonly string[], how: "copied" | "downloaded") {
    const fresh = ids.filter((id) => !copied.has(id));
    if (fresh.length > 0) void reportCopy(recordCopies(fresh));
    const now = new Set([...copied, ...ids]);
    setCopied(now);
    if (once.every(({ id }) => now.has(id))) keep(how);
  }

  function downloadAll() {
    const day = new Date().toISOString().slice(0, 10);
    downloadText(`rotated-tokens-${day}.csv`, secretsCsv(tokens), "text/csv");
    take(
      tokens.map(({ id }) => id),
      "downloaded",
    );
  }

  const count = formatCount(tokens.length);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      guard={mayClose}
      initialFocus={downloadRef}
      title={tokens.length === 1 ? "Store the new secret now" : `Store the ${count} new secrets now`}
      description={
        once.length === 0
          ? "Administrators can look at them again under General › API keys."
          : once.length === tokens.length
            ? "You can’t see them again after you close this."
            : "You can’t see them again after you close this, but for API keys."
      }
      footerNote={
        once.length === 0 && kept === null ? undefined : (
          <ClosingNote
            kept={kept}
            leaving={leaving}
            held={`${formatCount(left)} not copied yet. Closing is held until you download them or copy each.`}
            lost={left === 1 ? "You won't see this secret again." : "You won't see these secrets again."}
          />
        )
      }
      footer={
        leaving ? (
          <LeavingButtons onStay={stay} onLeave={onClose} />
        ) : (
          <Button
            variant={isHeld ? "secondary" : "primary"}
            disabledReason={isHeld ? "Download the secrets or copy each first" : null}
            onClick={onClose}
          >
            Done
          </Button>
        )
      }
    >
      <KeysStay>
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2.5 rounded-xl border px-3.5 py-3">
          <p className="min-w-0 flex-1 basis-56 text-sm">
            <span className="block font-medium">All in one file</span>
            <span className="text-muted">CSV with name, secret and id. Delete it once they are stored.</span>
          </p>
          <Button
            ref={downloadRef}
            variant={isHeld ? "primary" : "secondary"}
            icon={<Download aria-hidden="true" />}
            onClick={downloadAll}
          >
            Download all
          </Button>
        </div>
        <ul aria-label="New secrets" className="divide-y">
          {tokens.map((token) => (
            <SecretRow key={token.id} token={token} onCopied={() => take([token.id], "copied")} />
          ))}
        </ul>
      </KeysStay>
    </Dialog>
  );
}
