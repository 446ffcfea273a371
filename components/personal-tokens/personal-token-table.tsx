import { CardTable } from "@/components/data-table/card-table";
import { cellClass, rowClass } from "@/components/data-table/row-class";
import { CallersCell } from "@/components/personal-tokens/callers-cell";
import { MarkLine } from "@/components/personal-tokens/mark-line";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { DateTime, RelativeTime } from "@/components/ui/relative-time";
import { displayToken } from "@/domain/tokens/display";
import type { PersonalCallers } from "@/domain/tokens/personal-callers";
import { markPersonalToken } from "@/domain/tokens/personal-marks";
import type { PersonalToken } from "@/domain/tokens/token-views";

const columns = [
  { id: "label", header: "Label", width: 300 },
  { id: "created", header: "Created", width: 110 },
  { id: "expires", header: "Expires", width: 110 },
  { id: "lastUsed", header: "Last used", width: 140 },
  { id: "usedBy", header: "Used by", width: 220 },
  { id: "revoke", header: "Revoke", width: 90, unseen: true },
];

/** One's own tokens with all that an owner should see of them; cards where it is narrow. */
export function PersonalTokenTable({
  tokens,
  callers,
  now,
  onRevoke,
}: {
  tokens: readonly PersonalToken[];
  callers: PersonalCallers;
  now: Date;
  onRevoke: (token: PersonalToken) => void;
}) {
  return (
    <CardTable label="Your API tokens" columns={columns}>
      {tokens.map((token) => (
        <tr key={token.id} className={cn(rowClass, "hover:bg-sub")}>
          <td className={cn(cellClass, "wrap-anywhere cards:order-1 cards:min-w-0 cards:flex-1")}>
            <span className="font-medium">{token.name}</span>
            <span className="flex min-w-0 flex-wrap items-center gap-x-2 text-muted">
              <code className="font-mono text-sm">{displayToken(token.prefix, token.last4)}</code>
              {markPersonalToken(token, now).map((mark) => (
                <MarkLine key={mark.kind} mark={mark} now={now} />
              ))}
            </span>
          </td>
          <td className={cn(cellClass, "cards:order-5 cards:text-muted")}>
            <CardLabel>Created</CardLabel>
            <DateTime at={token.createdAt} />
          </td>
          <td className={cn(cellClass, "cards:order-5 cards:text-muted")}>
            <CardLabel>Expires</CardLabel>
            {token.expiresAt ? <DateTime at={token.expiresAt} /> : <span className="text-muted">Never</span>}
          </td>
          <td className={cn(cellClass, "wrap-anywhere cards:order-5 cards:text-muted")}>
            <CardLabel>Last used</CardLabel>
            <RelativeTime at={token.lastUsedAt} now={now} capital />
            {token.lastIp ? (
              <span className="block text-muted text-sm cards:hidden">from {token.lastIp}</span>
            ) : null}
          </td>
          <td className={cn(cellClass, "cards:order-6 cards:basis-full")}>
            <CardLabel>Used by</CardLabel>
            <CallersCell callers={callers[token.id]} />
          </td>
          <td className={cn(cellClass, "py-2 pr-0 text-right cards:order-2")}>
            <Button
              size="sm"
              variant="danger-ghost"
              aria-label={`Revoke ${token.name}`}
              onClick={() => onRevoke(token)}
            >
              Revoke
            </Button>
          </td>
        </tr>
      ))}
    </CardTable>
  );
}

// On a card the heading is gone, so each fact says its own.
function CardLabel({ children }: { children: string }) {
  return <span className="hidden text-muted cards:inline">{children}: </span>;
}
