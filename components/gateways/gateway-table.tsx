"use client";

import { MoreHorizontal } from "lucide-react";
import Link from "next/link";
import { CardTable } from "@/components/data-table/card-table";
import { cellClass, rowClass } from "@/components/data-table/row-class";
import type { GatewayDialog } from "@/components/gateways/gateway-dialogs";
import { gatewayHref, gatewayMenu } from "@/components/gateways/gateway-menu";
import { reachWords } from "@/components/gateways/reach-words";
import { cn } from "@/components/ui/cn";
import { DropdownMenu } from "@/components/ui/dropdown-menu";
import { formatCount } from "@/components/ui/format-count";
import { IconButton } from "@/components/ui/icon-button";
import { DateTime, RelativeTime } from "@/components/ui/relative-time";
import type { ListedGateway } from "@/domain/gateways/gateway-views";
import { gatewayKindLabels } from "@/domain/gateways/kinds";
import { displayToken } from "@/domain/tokens/display";

const columns = [
  { id: "gateway", header: "Gateway", width: 230 },
  { id: "kind", header: "Kind", width: 90 },
  { id: "reach", header: "Asks about", width: 180 },
  { id: "answers", header: "Answers in 24 h", width: 150 },
  { id: "lastUsed", header: "Last used", width: 190 },
  { id: "added", header: "Added", width: 160 },
  { id: "actions", header: "Actions", width: 44, unseen: true },
];

/** The gateways, newest first; cards where it is narrow. */
export function GatewayTable({
  gateways,
  now,
  onOpen,
}: {
  gateways: readonly ListedGateway[];
  now: Date;
  onOpen: (dialog: GatewayDialog) => void;
}) {
  return (
    <CardTable label="Gateways" columns={columns}>
      {gateways.map((gateway) => (
        <tr key={gateway.id} className={cn(rowClass, "hover:bg-sub")}>
          <td className={cn(cellClass, "wrap-anywhere cards:order-1 cards:min-w-0 cards:flex-1")}>
            <Link
              href={gatewayHref(gateway)}
              prefetch={false}
              className="rounded-sm font-medium hover:underline"
            >
              {gateway.name}
            </Link>
            <code className="block font-mono text-muted text-sm">
              {displayToken(gateway.prefix, gateway.last4)}
            </code>
          </td>
          <td className={cn(cellClass, "cards:order-4 cards:basis-full")}>
            {gatewayKindLabels[gateway.kind]}
          </td>
          <td className={cn(cellClass, "wrap-anywhere cards:order-5 cards:text-muted")}>
            {reachWords(gateway)}
          </td>
          <td className={cn(cellClass, "tabular-nums cards:order-6 cards:basis-full cards:text-muted")}>
            {formatCount(gateway.answers.valid)} valid
            <span
              className={cn(
                "block text-sm cards:inline cards:text-base",
                gateway.answers.refused > 0 ? "text-bad" : "text-muted",
              )}
            >
              <span className="hidden cards:inline">, </span>
              {formatCount(gateway.answers.refused)} refused
              <span className="hidden cards:inline"> in 24 h</span>
            </span>
          </td>
          <td className={cn(cellClass, "wrap-anywhere cards:order-7 cards:basis-full cards:text-muted")}>
            <span className="hidden cards:inline">{gateway.lastUsedAt ? "Used " : ""}</span>
            <RelativeTime at={gateway.lastUsedAt} now={now} />
            {gateway.lastIp ? (
              <span className="block text-muted text-sm cards:inline cards:text-base">
                {" "}
                from {gateway.lastIp}
              </span>
            ) : null}
          </td>
          <td className={cn(cellClass, "wrap-anywhere cards:order-8 cards:basis-full cards:text-muted")}>
            <span className="hidden cards:inline">Added </span>
            <DateTime at={gateway.createdAt} />
            <span className="block text-muted text-sm cards:inline cards:text-base">
              {" "}
              {gateway.isDownloaded ? "with" : "by"} {gateway.createdByName}
            </span>
          </td>
          <td className={cn(cellClass, "py-1.5 pr-0 text-right cards:order-2 cards:-my-1")}>
            <DropdownMenu
              items={() => gatewayMenu(gateway, onOpen)}
              trigger={
                <IconButton size="sm" label={`Actions for ${gateway.name}`} icon={<MoreHorizontal />} />
              }
            />
          </td>
        </tr>
      ))}
    </CardTable>
  );
}
