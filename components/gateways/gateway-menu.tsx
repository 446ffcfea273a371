import { Download, ExternalLink, RefreshCw, Trash2 } from "lucide-react";
import type { GatewayDialog } from "@/components/gateways/gateway-dialogs";
import type { MenuItem } from "@/components/ui/menu-item";
import type { GatewaySummary } from "@/domain/gateways/gateway-views";
import { hasBundle } from "@/domain/gateways/kinds";

/** The page of a gateway. */
export const gatewayHref = (gateway: Pick<GatewaySummary, "id">) => `/gateways/${gateway.id}`;

/** What ⋯ offers for a gateway. */
export function gatewayMenu(
  gateway: GatewaySummary,
  open: (dialog: GatewayDialog) => void,
): readonly MenuItem[] {
  const bundled = hasBundle(gateway.kind);
  return [
    { kind: "link", id: "open", label: "Open", icon: <ExternalLink />, href: gatewayHref(gateway) },
    {
      id: "renew",
      label: bundled ? "Download again…" : "New token…",
      icon: bundled ? <Download /> : <RefreshCw />,
      onSelect: () => open({ kind: "renew", gateway }),
    },
    { kind: "separator", id: "before-remove" },
    {
      id: "remove",
      label: "Remove…",
      icon: <Trash2 />,
      danger: true,
      onSelect: () => open({ kind: "remove", gateway }),
    },
  ];
}
