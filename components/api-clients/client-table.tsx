"use client";

import { CirclePause, CircleSlash, MoreHorizontal } from "lucide-react";
import Link from "next/link";
import type { ApiClientRights } from "@/components/api-clients/api-client-actions";
import type { ClientDialog } from "@/components/api-clients/client-dialogs";
import { clientHref, clientMenu } from "@/components/api-clients/client-menu";
import { CardTable } from "@/components/data-table/card-table";
import { cellClass, rowClass } from "@/components/data-table/row-class";
import type { useEnabled } from "@/components/tokens/use-enabled";
import { cn } from "@/components/ui/cn";
import { CopyButton } from "@/components/ui/copy-button";
import { DropdownMenu } from "@/components/ui/dropdown-menu";
import { formatCount } from "@/components/ui/format-count";
import { formatRelative } from "@/components/ui/format-time";
import { IconButton } from "@/components/ui/icon-button";
import { DateTime, RelativeTime } from "@/components/ui/relative-time";
import { Status } from "@/components/ui/status";
import { Switch } from "@/components/ui/switch";
import type { ApiClientView } from "@/domain/access/api-client-views";
import { type Plan, planName } from "@/domain/access/plans";

const columns = [
  { id: "name", header: "Name", width: 220 },
  { id: "clientId", header: "Client id", width: 310 },
  { id: "created", header: "Created", width: 150 },
  { id: "lastUsed", header: "Last obtained a token", width: 170 },
  { id: "tokens", header: "Live tokens", width: 96 },
  { id: "enabled", header: "Enabled", width: 72 },
  { id: "actions", header: "Actions", width: 44, unseen: true },
];

/** The API clients, newest first; cards where it is narrow. */
export function ClientTable({
  clients,
  planNeeded,
  rights,
  enabling,
  now,
  onOpen,
}: {
  clients: readonly ApiClientView[];
  /** The plan that the account would need for them; null when it has it. */
  planNeeded: Plan | null;
  rights: ApiClientRights;
  enabling: ReturnType<typeof useEnabled>;
  now: Date;
  onOpen: (dialog: ClientDialog) => void;
}) {
  return (
    <CardTable label="API clients list" columns={columns}>
      {clients.map((client) => (
        <tr key={client.id} className={cn(rowClass, "hover:bg-sub")}>
          <td className={cn(cellClass, "wrap-anywhere cards:order-1 cards:min-w-0 cards:flex-1")}>
            <Link
              href={clientHref(client)}
              prefetch={false}
              className="rounded-sm font-medium hover:underline"
            >
              {client.name}
            </Link>
            <ClientMark client={client} planNeeded={planNeeded} now={now} />
          </td>
          <td className={cn(cellClass, "cards:order-5 cards:basis-full")}>
            <span className="flex min-w-0 items-center gap-1">
              <code className="wrap-anywhere min-w-0 font-mono text-sm">{client.clientId}</code>
              <CopyButton text={client.clientId} copyLabel={`Copy client id of ${client.name}`} />
            </span>
            <code className="font-mono text-muted text-sm">secret …{client.last4}</code>
          </td>
          <td className={cn(cellClass, "wrap-anywhere cards:order-6 cards:text-muted")}>
            <span className="hidden cards:inline">Created </span>
            <DateTime at={client.createdAt} />
            <span className="block truncate text-muted text-sm cards:hidden">by {client.createdByName}</span>
          </td>
          <td className={cn(cellClass, "wrap-anywhere cards:order-7 cards:text-muted")}>
            <span className="hidden cards:inline">{client.lastUsedAt ? "Used " : ""}</span>
            <RelativeTime at={client.lastUsedAt} now={now} />
          </td>
          <td className={cn(cellClass, "tabular-nums cards:order-8 cards:text-muted")}>
            {formatCount(client.liveTokens)}
            <span className="hidden cards:inline">
              {client.liveTokens === 1 ? " live token" : " live tokens"}
            </span>
          </td>
          <td className={cn(cellClass, "cards:order-2")}>
            {rights.toggle ? (
              <Switch
                aria-label={`Enabled: ${client.name}`}
                checked={enabling.isEnabled(client)}
                onChange={(event) => enabling.setEnabled(client, event.target.checked)}
              />
            ) : (
              <span className="text-muted">{client.disabledAt ? "No" : "Yes"}</span>
            )}
          </td>
          <td className={cn(cellClass, "py-1.5 pr-0 text-right cards:order-3 cards:-my-1")}>
            <DropdownMenu
              items={() => clientMenu(client, rights, onOpen, enabling.setEnabled)}
              trigger={
                <IconButton size="sm" label={`Actions for ${client.name}`} icon={<MoreHorizontal />} />
              }
            />
          </td>
        </tr>
      ))}
    </CardTable>
  );
}

/** Why a client obtains nothing, in words; nothing when it does. */
export function ClientMark({
  client,
  planNeeded,
  now,
}: {
  client: Pick<ApiClientView, "disabledAt">;
  planNeeded: Plan | null;
  now: Date;
}) {
  if (client.disabledAt)
    return (
      <span className="flex min-w-0">
        <Status tone="neutral" icon={<CirclePause />}>
          disabled {formatRelative(client.disabledAt, now)}
        </Status>
      </span>
    );
  if (planNeeded)
    return (
      <span className="flex min-w-0">
        <Status tone="bad" icon={<CircleSlash />}>
          refused: needs {planName(planNeeded)}
        </Status>
      </span>
    );
  return null;
}
