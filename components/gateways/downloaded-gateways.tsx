"use client";

import { useState } from "react";
import { CardTable } from "@/components/data-table/card-table";
import { cellClass, rowClass } from "@/components/data-table/row-class";
import { RemoveDialog } from "@/components/gateways/remove-dialog";
import { useReauth } from "@/components/reauth/reauth-provider";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { DateTime, RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { toast } from "@/components/ui/toast";
import { useRefresh } from "@/components/ui/use-refresh";
import type { ListedGateway } from "@/domain/gateways/gateway-views";
import { gatewayKindLabels } from "@/domain/gateways/kinds";
import type { Result } from "@/domain/result";

const columns = [
  { id: "gateway", header: "Gateway", width: 260 },
  { id: "kind", header: "Kind", width: 90 },
  { id: "downloaded", header: "Downloaded", width: 200 },
  { id: "lastUsed", header: "Last used", width: 200 },
  { id: "remove", header: "Remove", width: 90, unseen: true },
];

/** The gateways that programs downloaded, for the people whose tokens they used; nothing while there are none. */
export function DownloadedGateways({
  gateways,
  of,
  now,
  remove,
}: {
  gateways: readonly ListedGateway[];
  /** What they serve: the organization's or the account's name. */
  of: string;
  now: Date;
  /** Left out where the role may not. */
  remove?: (gatewayId: string) => Promise<Result<unknown>>;
}) {
  const refresh = useRefresh();
  const guarded = useReauth();
  const [removing, setRemoving] = useState<ListedGateway | null>(null);
  if (gateways.length === 0) return null;
  return (
    <Section
      title="Downloaded gateways"
      description={`Each download made one, with a token of its own, for ${of}. Deleting the token that fetched them leaves them: remove them here.`}
    >
      <CardTable label="Downloaded gateways list" columns={columns}>
        {gateways.map((gateway) => (
          <tr key={gateway.id} className={cn(rowClass, "hover:bg-sub")}>
            <td
              className={cn(cellClass, "wrap-anywhere font-medium cards:order-1 cards:min-w-0 cards:flex-1")}
            >
              {gateway.name}
            </td>
            <td className={cn(cellClass, "cards:order-4 cards:basis-full")}>
              {gatewayKindLabels[gateway.kind]}
            </td>
            <td className={cn(cellClass, "wrap-anywhere cards:order-5 cards:basis-full cards:text-muted")}>
              <DateTime at={gateway.createdAt} />
              <span className="block text-muted text-sm cards:inline cards:text-base">
                {" "}
                with {gateway.createdByName}
              </span>
            </td>
            <td className={cn(cellClass, "wrap-anywhere cards:order-6 cards:basis-full cards:text-muted")}>
              <span className="hidden cards:inline">{gateway.lastUsedAt ? "Used " : ""}</span>
              <RelativeTime at={gateway.lastUsedAt} now={now} />
              {gateway.lastIp ? (
                <span className="block text-muted text-sm cards:inline cards:text-base">
                  {" "}
                  from {gateway.lastIp}
                </span>
              ) : null}
            </td>
            <td className={cn(cellClass, "py-2 pr-0 text-right cards:order-2")}>
              {remove ? (
                <Button
                  size="sm"
                  variant="danger-ghost"
                  aria-label={`Remove ${gateway.name}`}
                  onClick={() => setRemoving(gateway)}
                >
                  Remove
                </Button>
              ) : null}
            </td>
          </tr>
        ))}
      </CardTable>
      {removing && remove ? (
        <RemoveDialog
          gateway={removing}
          now={now}
          remove={(gatewayId) => guarded(() => remove(gatewayId))}
          onClose={() => setRemoving(null)}
          onRemoved={() => {
            toast.success(`Removed ${removing.name}`);
            refresh();
          }}
        />
      ) : null}
    </Section>
  );
}
