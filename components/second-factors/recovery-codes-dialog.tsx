"use client";

import { Download } from "lucide-react";
import { useRef } from "react";
import { ClosingNote, LeavingButtons } from "@/components/secret/closing";
import { downloadText } from "@/components/secret/download-text";
import { useKeptSecret } from "@/components/secret/use-kept-secret";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";

/** Recovery codes, shown once. Closing is held until they were copied or downloaded. */
export function RecoveryCodesDialog({
  codes,
  email,
  onClose,
}: {
  codes: readonly string[];
  email: string;
  /** The dialog is closed and the codes gone: now refresh the page. */
  onClose: () => void;
}) {
  const first = useRef<HTMLButtonElement>(null);
  const { kept, isHeld, leaving, keep, stay, mayClose } = useKeptSecret(true, undefined);
  const text = codes.join("\n");
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      guard={mayClose}
      initialFocus={first}
      title="Keep your recovery codes"
      description="Each signs you in once when you don’t have your app or key at hand. Keep them apart from the password; you can’t see them again."
      footerNote={
        <ClosingNote
          kept={kept}
          leaving={leaving}
          held="Closing is held until you copy or download them."
          lost="You won't see these codes again."
        />
      }
      footer={
        leaving ? (
          <LeavingButtons onStay={stay} onLeave={onClose} />
        ) : (
          <Button
            variant={isHeld ? "secondary" : "primary"}
            disabledReason={isHeld ? "Copy or download the codes first" : null}
            onClick={onClose}
          >
            Done
          </Button>
        )
      }
    >
      <div className="grid gap-4">
        <ul aria-label="Recovery codes" className="grid grid-cols-2 gap-x-6 gap-y-1.5 font-mono">
          {codes.map((code) => (
            <li key={code} data-secret>
              {code}
            </li>
          ))}
        </ul>
        <div className="flex flex-wrap gap-2">
          <CopyButton
            ref={first}
            text={text}
            label="Copy codes"
            variant={isHeld ? "primary" : "secondary"}
            size="md"
            sticky
            onCopied={() => keep("copied")}
          />
          <Button
            icon={<Download aria-hidden="true" />}
            onClick={() => {
              downloadText("keydesk-recovery-codes.txt", fileText(email, codes));
              keep("downloaded");
            }}
          >
            Download
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function fileText(email: string, codes: readonly string[]): string {
  const { host } = window.location;
  return `Recovery codes of ${email} for Keydesk at ${host}. Each signs in once.\n\n${codes.join("\n")}\n`;
}
