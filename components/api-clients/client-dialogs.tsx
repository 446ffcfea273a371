"use client";

import type { ApiClientActions } from "@/components/api-clients/api-client-actions";
import { DeleteClientDialog } from "@/components/api-clients/delete-client-dialog";
import { RotateClientDialog } from "@/components/api-clients/rotate-client-dialog";
import { changedValues } from "@/components/forms/changed-values";
import { SecretDialog } from "@/components/secret/secret-dialog";
import { CopyButton } from "@/components/ui/copy-button";
import { dialogOnDemand } from "@/components/ui/dialog-on-demand";
import { toast } from "@/components/ui/toast";
import { useRefresh } from "@/components/ui/use-refresh";
import { useReturnFocus } from "@/components/ui/use-return-focus";
import { clientSamples } from "@/domain/access/account-samples";
import type { ApiClientView, CreatedApiClient } from "@/domain/access/api-client-views";

const formDialog = () => import("@/components/api-clients/client-form-dialog");
export const CreateClientDialog = dialogOnDemand(
  async () => (await formDialog()).ClientFormDialog<CreatedApiClient>,
);
export const EditClientDialog = dialogOnDemand(async () => (await formDialog()).ClientFormDialog<unknown>);

/** Which dialog about API clients is open. */
export type ClientDialog =
  | { readonly kind: "create" }
  | { readonly kind: "edit" | "rotate" | "remove"; readonly client: ApiClientView }
  | { readonly kind: "secret"; readonly created: CreatedApiClient };

/** The dialogs that the list and the page of a client share. The page is refreshed after one has closed. */
export function ClientDialogs({
  dialog,
  setDialog,
  actions,
  baseUrl,
  now,
  onRemoved,
}: {
  dialog: ClientDialog | null;
  setDialog: (dialog: ClientDialog | null) => void;
  /** Each may ask for the password first. */
  actions: ApiClientActions;
  baseUrl: string;
  now: Date;
  onRemoved?: () => void;
}) {
  const refresh = useRefresh();
  useReturnFocus(dialog !== null);
  const close = () => {
    setDialog(null);
    // An answer that was lost on the way may have changed something all the same.
    refresh();
  };
  const unopened = () => setDialog(null);
  const show = (created: CreatedApiClient) => setDialog({ kind: "secret", created });
  switch (dialog?.kind) {
    case "create":
      return (
        <CreateClientDialog
          client={null}
          submit={actions.create}
          onDone={show}
          onClose={close}
          onUnopened={unopened}
        />
      );
    case "edit":
      return (
        <EditClientDialog
          client={dialog.client}
          submit={({ name, notes }) =>
            actions.edit({ apiClientId: dialog.client.id, ...changedValues(dialog.client, { name, notes }) })
          }
          onDone={(_, name) => {
            toast.success(`Saved ${name}`);
            close();
          }}
          onClose={close}
          onUnopened={unopened}
        />
      );
    case "rotate":
      return (
        <RotateClientDialog client={dialog.client} rotate={actions.rotate} onClose={close} onRotated={show} />
      );
    case "remove":
      return (
        <DeleteClientDialog
          client={dialog.client}
          now={now}
          remove={actions.remove}
          onClose={close}
          onRemoved={() => {
            toast.success(`Deleted ${dialog.client.name}`);
            onRemoved?.();
          }}
        />
      );
    case "secret":
      return <ClientSecretDialog created={dialog.created} baseUrl={baseUrl} onClose={close} />;
    default:
      return null;
  }
}

function ClientSecretDialog({
  created,
  baseUrl,
  onClose,
}: {
  created: CreatedApiClient;
  baseUrl: string;
  onClose: () => void;
}) {
  const { id, name, clientId, secret } = created;
  return (
    <SecretDialog
      secret={{ tokenId: id, name, secret, shownOnce: true, scheme: "Bearer", actsAs: null, expiresAt: null }}
      baseUrl={baseUrl}
      title="Store this client secret now"
      description={
        <>
          <strong className="wrap-anywhere font-semibold text-ink">{name}</strong> obtains account tokens with
          its client id and this secret. You can’t see the secret again after you close this.
        </>
      }
      samples={clientSamples({ baseUrl, clientId, secret })}
      extra={() => (
        <p className="flex min-w-0 flex-wrap items-center gap-x-2">
          <span className="text-muted">Client id</span>
          <code className="wrap-anywhere font-mono text-sm">{clientId}</code>
          <CopyButton text={clientId} copyLabel="Copy client id" />
        </p>
      )}
      onClose={onClose}
    />
  );
}
