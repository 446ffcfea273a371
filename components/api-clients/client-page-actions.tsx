"use client";

import { CirclePause, CirclePlay, MoreHorizontal, Pencil } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { ApiClientActions, ApiClientRights } from "@/components/api-clients/api-client-actions";
import { type ClientDialog, ClientDialogs, EditClientDialog } from "@/components/api-clients/client-dialogs";
import { clientMenu } from "@/components/api-clients/client-menu";
import { useGuardedClientActions } from "@/components/api-clients/use-guarded-client-actions";
import { useEnabled } from "@/components/tokens/use-enabled";
import { Button } from "@/components/ui/button";
import { DropdownMenu } from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import type { ApiClientView } from "@/domain/access/api-client-views";

/** Edit, Disable, ⋯ of a client's page. */
export function ClientPageActions({
  client,
  rights,
  actions: given,
  baseUrl,
  now,
}: {
  client: ApiClientView;
  rights: ApiClientRights;
  actions: ApiClientActions;
  baseUrl: string;
  now: Date;
}) {
  const router = useRouter();
  const actions = useGuardedClientActions(given);
  const { isEnabled, setEnabled } = useEnabled(actions);
  const [dialog, setDialog] = useState<ClientDialog | null>(null);
  const enabled = isEnabled(client);
  const more = clientMenu(client, rights, setDialog, setEnabled, true);
  return (
    // One child, so that the buttons keep their order on a phone.
    <div className="flex flex-wrap gap-2">
      {rights.edit ? (
        <Button
          icon={<Pencil />}
          {...EditClientDialog.likely}
          onClick={() => setDialog({ kind: "edit", client })}
        >
          Edit
        </Button>
      ) : null}
      {rights.toggle ? (
        <Button
          icon={enabled ? <CirclePause /> : <CirclePlay />}
          onClick={() => setEnabled(client, !enabled)}
        >
          {enabled ? "Disable" : "Enable"}
        </Button>
      ) : null}
      {more.length > 0 ? (
        <DropdownMenu
          items={more}
          trigger={<IconButton label="More actions" variant="secondary" icon={<MoreHorizontal />} />}
        />
      ) : null}
      <ClientDialogs
        dialog={dialog}
        setDialog={setDialog}
        actions={actions}
        baseUrl={baseUrl}
        now={now}
        onRemoved={() => router.push("/account/clients")}
      />
    </div>
  );
}
