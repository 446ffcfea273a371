"use client";

import { type ReactNode, type Ref, useRef, useState } from "react";
import { ClosingNote, LeavingButtons } from "@/components/secret/closing";
import { FirstCallLine } from "@/components/secret/first-call-line";
import { KeysStay } from "@/components/secret/keys-stay";
import type { FindFirstCall, NewSecret, RecordCopied, SavePlace } from "@/components/secret/new-secret";
import { reportCopy } from "@/components/secret/report-copy";
import { SecretSamples } from "@/components/secret/secret-samples";
import { SecretSentence } from "@/components/secret/secret-sentence";
import { SecretValue } from "@/components/secret/secret-value";
import { StoragePlaceField } from "@/components/secret/storage-place-field";
import { useKeptSecret } from "@/components/secret/use-kept-secret";
import { useStoragePlace } from "@/components/secret/use-storage-place";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { Sample } from "@/domain/tokens/samples";

export type SecretDialogProps = {
  /** Open while there is one. */
  secret: NewSecret | null;
  /** Base URL of the HTTP API, for the samples. */
  baseUrl: string;
  /** The dialog is closed and the secret gone: now refresh the list. */
  onClose: () => void;
  title?: string;
  /** Replaces the sentence under the title. */
  description?: ReactNode;
  /** Zephyr's words: "Copy to Clipboard" and "Cancel". With `cancel` a second button closes, through the same guard. */
  labels?: { copy?: string; cancel?: string };
  /** Leave out where a first call cannot be watched. */
  findFirstCall?: FindFirstCall;
  /** Leave out where the person may not change the notes. */
  savePlace?: SavePlace;
  /** Puts on record that the secret was taken out of the dialog. */
  recordCopied?: RecordCopied;
  /** Replaces the usual samples; the Postman tab goes with them. */
  samples?: readonly Sample[];
  /** More to hand over, such as the bundle of a gateway. Call `keep` when a file with the secret was downloaded. */
  extra?: (keep: () => void, focusRef: Ref<HTMLButtonElement>) => ReactNode;
  /** The extra is what one is here for: the focus begins at its `focusRef`, and Copy stands back. */
  leadsWithExtra?: boolean;
};

/** Where a new secret is seen. Closing is held until it was copied or downloaded, unless it can be shown again. */
export function SecretDialog({ secret, ...props }: SecretDialogProps) {
  // A new key per secret: nothing of an earlier one is left in the state.
  return secret === null ? null : <OpenSecretDialog key={secret.secret} secret={secret} {...props} />;
}

function OpenSecretDialog(props: SecretDialogProps & { secret: NewSecret }) {
  const { secret, baseUrl, onClose, labels, recordCopied, leadsWithExtra = false } = props;
  const copyRef = useRef<HTMLButtonElement>(null);
  const extraRef = useRef<HTMLButtonElement>(null);
  const [shown, setShown] = useState(false);
  const { kept, isHeld, leaving, keep, stay, mayClose } = useKeptSecret(
    secret.shownOnce,
    recordCopied && (() => void reportCopy(recordCopied(secret.tokenId))),
  );
  const place = useStoragePlace(secret.tokenId, secret.notes ?? "", props.savePlace);

  async function finish() {
    if (await place.submit()) onClose();
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      guard={mayClose}
      initialFocus={leadsWithExtra ? extraRef : copyRef}
      title={props.title ?? "Store this token now"}
      description={props.description ?? <SecretSentence secret={secret} />}
      footerNote={
        kept === null && !secret.shownOnce ? (
          "It can be shown again, after you confirm your password."
        ) : (
          <ClosingNote
            kept={kept}
            leaving={leaving}
            held="Not copied yet. Closing is held until you copy or download it."
            lost="You won't see this secret again."
          />
        )
      }
      footer={
        <>
          {leaving ? <LeavingButtons onStay={stay} onLeave={onClose} /> : null}
          {labels?.cancel && !leaving ? (
            <Button variant="ghost" onClick={() => mayClose() && onClose()}>
              {labels.cancel}
            </Button>
          ) : null}
          {leaving ? null : (
            <Button
              variant={isHeld ? "secondary" : "primary"}
              pending={place.pending && !isHeld}
              disabledReason={isHeld ? "Copy or download the secret first" : null}
              onClick={() => void finish()}
            >
              Done
            </Button>
          )}
        </>
      }
    >
      <KeysStay>
        <SecretValue
          secret={secret.secret}
          shown={shown}
          onShownChange={setShown}
          onCopied={() => keep("copied")}
          copyLabel={labels?.copy ?? "Copy"}
          copyRef={copyRef}
          isMain={!leadsWithExtra}
        />
        {props.extra?.(() => keep("downloaded"), extraRef)}
        <SecretSamples
          facts={{ baseUrl, scheme: secret.scheme, type: secret.type, secret: secret.secret }}
          name={secret.name}
          shown={shown}
          samples={props.samples}
          onStored={keep}
        />
        {props.findFirstCall ? <FirstCallLine tokenId={secret.tokenId} find={props.findFirstCall} /> : null}
        {props.savePlace ? <StoragePlaceField value={place} /> : null}
      </KeysStay>
    </Dialog>
  );
}
