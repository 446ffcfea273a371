"use client";

import { useTransition } from "react";
import type { NewSecret } from "@/components/secret/new-secret";
import { SecretDialog } from "@/components/secret/secret-dialog";
import { LoadThenEdit } from "@/components/tokens/load-then-edit";
import { RevokeDialog } from "@/components/tokens/revoke-dialog";
import { RotateDialog } from "@/components/tokens/rotate-dialog";
import type { TokenActions } from "@/components/tokens/token-actions";
import { toast } from "@/components/ui/toast";
import { useRefresh } from "@/components/ui/use-refresh";
import { useReturnFocus } from "@/components/ui/use-return-focus";
import type { TokenSummary } from "@/domain/tokens/token-views";

/** Which dialog about one token is open. */
export type TokenDialog =
  | { readonly kind: "rotate"; readonly token: TokenSummary }
  | { readonly kind: "edit"; readonly token: TokenSummary }
  | { readonly kind: "remove"; readonly token: TokenSummary }
  | { readonly kind: "secret"; readonly secret: NewSecret; readonly title: string };

/** The dialogs that the grid and the page of a token share. The list is refreshed only after one has closed. */
export function TokenDialogs({
  dialog,
  setDialog,
  actions,
  baseUrl,
  now,
  onRemoved,
}: {
  dialog: TokenDialog | null;
  setDialog: (dialog: TokenDialog | null) => void;
  actions: TokenActions;
  baseUrl: string;
  now: Date;
  onRemoved?: () => void;
}) {
  const refresh = useRefresh();
  const [, startTransition] = useTransition();
  useReturnFocus(dialog !== null);
  // Also after a refusal, or an answer that was lost on the way: somebody else, or this dialog, may have changed the token.
  const closeAndRefresh = () => {
    setDialog(null);
    startTransition(refresh);
  };
  switch (dialog?.kind) {
    case "rotate":
      return (
        <RotateDialog
          token={dialog.token}
          rotate={actions.rotate}
          now={now}
          onClose={closeAndRefresh}
          onRotated={(rotated) =>
            setDialog({
              kind: "secret",
              title: "Store the new secret now",
              secret: { ...rotated, tokenId: rotated.id, notes: dialog.token.notes },
            })
          }
        />
      );
    case "edit":
      return (
        <LoadThenEdit
          tokenId={dialog.token.id}
          loadFacts={actions.loadFacts}
          edit={actions.edit}
          now={now}
          onClose={closeAndRefresh}
          onEdited={(name) => {
            toast.success(`Saved ${name}`);
            closeAndRefresh();
          }}
        />
      );
    case "remove":
      return (
        <RevokeDialog
          token={dialog.token}
          loadFacts={actions.loadFacts}
          remove={actions.remove}
          onClose={closeAndRefresh}
          onRevoked={() => {
            toast.success(`Deleted ${dialog.token.name}`);
            closeAndRefresh();
            onRemoved?.();
          }}
        />
      );
    case "secret":
      return (
        <SecretDialog
          secret={dialog.secret}
          baseUrl={baseUrl}
          title={dialog.title}
          findFirstCall={actions.findFirstCall}
          recordCopied={actions.recordCopied}
          savePlace={(tokenId, storagePlace) => actions.edit({ tokenId, storagePlace })}
          onClose={closeAndRefresh}
        />
      );
    default:
      return null;
  }
}
