import { CirclePause, CirclePlay, ExternalLink, Pencil, RefreshCw, Trash2 } from "lucide-react";
import { rotateVerb } from "@/components/tokens/rotate-verb";
import type { TokenDialog } from "@/components/tokens/token-dialogs";
import type { TokenRights } from "@/components/tokens/token-rights";
import { apiAccessPath } from "@/components/tokens/token-table-params";
import type { MenuItem } from "@/components/ui/menu-item";
import { rotationObstacle } from "@/domain/tokens/rotation-obstacle";
import type { TokenSummary } from "@/domain/tokens/token-views";
import { typeRule } from "@/domain/tokens/types";

/** What ⋯ and right-click offer for a token: nothing that the role may not, the rest with its reason when it cannot be now. */
export function rowActions(
  token: TokenSummary,
  rights: TokenRights,
  open: (dialog: TokenDialog) => void,
  setEnabled: (token: TokenSummary, enabled: boolean) => void,
  onPage = false,
): readonly MenuItem[] {
  const items: MenuItem[] = [];
  if (!onPage)
    items.push({
      kind: "link",
      id: "open",
      label: "Open",
      icon: <ExternalLink />,
      href: `${apiAccessPath}/${token.id}`,
    });
  if (token.deletedAt) return items;
  if (rights.rotate && mayRotate(token))
    items.push({
      id: "rotate",
      label: `${rotateVerb(token.type)}…`,
      icon: <RefreshCw />,
      shortcut: onPage ? undefined : "r",
      onSelect: () => open({ kind: "rotate", token }),
    });
  if (rights.edit && mayEdit(token) && !onPage)
    items.push({
      id: "edit",
      label: "Edit…",
      icon: <Pencil />,
      shortcut: "e",
      onSelect: () => open({ kind: "edit", token }),
    });
  if (rights.toggle && !onPage)
    items.push(
      token.disabledAt
        ? { id: "enable", label: "Enable", icon: <CirclePlay />, onSelect: () => setEnabled(token, true) }
        : {
            id: "disable",
            label: "Disable",
            icon: <CirclePause />,
            onSelect: () => setEnabled(token, false),
          },
    );
  if (rights.remove) {
    const disableFirst = typeRule(token.type).deleteWhen === "disabled" && !token.disabledAt;
    if (items.length > 0) items.push({ kind: "separator", id: "before-delete" });
    items.push({
      id: "delete",
      label: "Delete…",
      icon: <Trash2 />,
      danger: true,
      disabledReason: disableFirst ? "Disable it first" : null,
      onSelect: () => open({ kind: "remove", token }),
    });
  }
  return items;
}

/** What an API client obtained is revoked, never changed. */
export function mayEdit(token: TokenSummary): boolean {
  return !token.deletedAt && token.apiClientId === null;
}

/** A personal token is its owner's: nobody else may see a new secret of it. */
export function mayRotate(token: TokenSummary): boolean {
  return rotationObstacle(token) === null;
}
