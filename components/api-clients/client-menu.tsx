import { CirclePause, CirclePlay, ExternalLink, Pencil, RefreshCw, Trash2 } from "lucide-react";
import type { ApiClientRights } from "@/components/api-clients/api-client-actions";
import type { ClientDialog } from "@/components/api-clients/client-dialogs";
import type { MenuItem } from "@/components/ui/menu-item";
import type { ApiClientView } from "@/domain/access/api-client-views";

/** The page of a client. */
export const clientHref = (client: Pick<ApiClientView, "id">) => `/account/clients/${client.id}`;

/** What ⋯ offers for an API client: nothing that the role may not. */
export function clientMenu(
  client: ApiClientView,
  rights: ApiClientRights,
  open: (dialog: ClientDialog) => void,
  setEnabled: (client: ApiClientView, enabled: boolean) => void,
  onPage = false,
): readonly MenuItem[] {
  const items: MenuItem[] = [];
  if (!onPage)
    items.push({
      kind: "link",
      id: "open",
      label: "Open",
      icon: <ExternalLink />,
      href: clientHref(client),
    });
  if (rights.rotate)
    items.push({
      id: "rotate",
      label: "Rotate secret…",
      icon: <RefreshCw />,
      onSelect: () => open({ kind: "rotate", client }),
    });
  if (rights.edit && !onPage)
    items.push({
      id: "edit",
      label: "Edit…",
      icon: <Pencil />,
      onSelect: () => open({ kind: "edit", client }),
    });
  if (rights.toggle && !onPage)
    items.push(
      client.disabledAt
        ? { id: "enable", label: "Enable", icon: <CirclePlay />, onSelect: () => setEnabled(client, true) }
        : {
            id: "disable",
            label: "Disable",
            icon: <CirclePause />,
            onSelect: () => setEnabled(client, false),
          },
    );
  if (rights.remove)
    items.push(
      { kind: "separator", id: "before-delete" },
      {
        id: "delete",
        label: "Delete…",
        icon: <Trash2 />,
        danger: true,
        onSelect: () => open({ kind: "remove", client }),
      },
    );
  return items;
}
