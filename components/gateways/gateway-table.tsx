import { CardTable } from "@/components/data-table/card-table";
import { cellClass, rowClass } from "@/components/data-table/row-class";
import type { GatewayView } from "@/components/gateways/gateway-view";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { DateTime, RelativeTime } from "@/components/ui/relative-time";
import { displayToken } from "@/domain/tokens/display";

const columns = [
  { id: "gateway", header: "Gateway", width: 280 },
  { id: "reach", header: "Asks about", width: 200 },
  { id: "added", header: "Added", width: 200 },
  { id: "lastUsed", header: "Last used", width: 220 },
  { id: "remove", header: "Remove", width: 90, unseen: true },
];

/** The gateways, newest first; cards where it is narrow. */
export function GatewayTable({
  gateways,
  now,
  onRemove,
}: {
  gateways: readonly GatewayView[];
  now: Date;
  onRemove: (gateway: GatewayView) => void;
}) {
  return (
    <CardTable label="Gateways" columns={columns}>
      {gateways.map((gateway) => (
        <tr key={gateway.id} className={cn(rowClass, "hover:bg-sub")}>
          <td className={cn(cellClass, "wrap-anywhere cards:order-1 cards:min-w-0 cards:flex-1")}>
            <span className="block font-medium">{gateway.name}</span>
            <code className="font-mono text-muted text-sm">
              {displayToken(gateway.prefix, gateway.last4)}
            </code>
          </td>
          <td className={cn(cellClass, "wrap-anywhere cards:order-5 cards:basis-full cards:text-muted")}>
            {gateway.forDeployment ? "Tokens of every account" : `Tokens of ${gateway.accountName}`}
          </td>
          <td className={cn(cellClass, "wrap-anywhere cards:order-6 cards:text-muted")}>
            <DateTime at={gateway.createdAt} />
            <span className="block text-muted text-sm cards:inline cards:text-base">
              {" "}
              by {gateway.createdByName}
            </span>
          </td>
          <td className={cn(cellClass, "wrap-anywhere cards:order-7 cards:text-muted")}>
            <RelativeTime at={gateway.lastUsedAt} now={now} />
            {gateway.lastIp ? (
              <span className="block text-muted text-sm cards:hidden">
                from {gateway.lastIp}
                {gateway.lastAgent ? `, ${gateway.lastAgent}` : ""}
              </span>
            ) : null}
          </td>
          <td className={cn(cellClass, "py-2 pr-0 text-right cards:order-2")}>
            <Button
              size="sm"
              variant="danger-ghost"
              aria-label={`Remove ${gateway.name}`}
              onClick={() => onRemove(gateway)}
            >
              Remove
            </Button>
          </td>
        </tr>
      ))}
    </CardTable>
  );
}
