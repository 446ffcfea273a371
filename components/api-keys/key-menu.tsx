import { CirclePause, CirclePlay, ExternalLink, Pencil, RefreshCw, Star, Trash2 } from "lucide-react";
import { apiAccessPath } from "@/components/tokens/token-table-params";
import type { MenuItem } from "@/components/ui/menu-item";
import type { TokenSummary } from "@/domain/tokens/token-views";

export type KeyMenuChoices = {
  readonly edit: (key: TokenSummary) => void;
  readonly rotate: (key: TokenSummary) => void;
  readonly makeDefault: (key: TokenSummary) => void;
  readonly setEnabled: (key: TokenSummary, enabled: boolean) => void;
  readonly remove: (key: TokenSummary) => void;
};

/** Zinrelo's actions of a key: Delete is there only while it is inactive. */
export function keyMenu(
  key: TokenSummary,
  { isActive, isDefault }: { isActive: boolean; isDefault: boolean },
  choose: KeyMenuChoices,
): readonly MenuItem[] {
  const items: MenuItem[] = [
    { kind: "link", id: "open", label: "Open", icon: <ExternalLink />, href: `${apiAccessPath}/${key.id}` },
    { id: "edit", label: "Edit…", icon: <Pencil />, onSelect: () => choose.edit(key) },
    { id: "rotate", label: "Rotate…", icon: <RefreshCw />, onSelect: () => choose.rotate(key) },
  ];
  if (!isDefault)
    items.push({
      id: "default",
      label: "Make default",
      icon: <Star />,
      onSelect: () => choose.makeDefault(key),
    });
  if (isActive)
    items.push({
      id: "inactivate",
      label: "Inactivate",
      icon: <CirclePause />,
      onSelect: () => choose.setEnabled(key, false),
    });
  else
    items.push(
      {
        id: "activate",
        label: "Activate",
        icon: <CirclePlay />,
        onSelect: () => choose.setEnabled(key, true),
      },
      { kind: "separator", id: "before-delete" },
      {
        id: "delete",
        label: "Delete…",
        icon: <Trash2 />,
        danger: true,
        onSelect: () => choose.remove(key),
      },
    );
  return items;
}
