"use client";

import { useState } from "react";
import type { ApiClientActions } from "@/components/api-clients/api-client-actions";
import { CardTable } from "@/components/data-table/card-table";
import { cellClass, rowClass } from "@/components/data-table/row-class";
import { useReauth } from "@/components/reauth/reauth-provider";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { formatCount } from "@/components/ui/format-count";
import { formatRelative } from "@/components/ui/format-time";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { Status } from "@/components/ui/status";
import { toast } from "@/components/ui/toast";
import { useRefresh } from "@/components/ui/use-refresh";
import type { ClientTokenList, ClientTokenView } from "@/domain/access/api-client-views";
import { displayToken } from "@/domain/tokens/display";

const columns = [
  { id: "token", header: "Token", width: 130 },
  { id: "state", header: "State", width: 220 },
  { id: "obtained", header: "Obtained", width: 150 },
  { id: "lastUsed", header: "Last used", width: 190 },
  { id: "revoke", header: "Revoke", width: 90, unseen: true },
];

/** The tokens that a client obtained, newest first; each that still works can be revoked. */
export function ClientTokens({
  tokens,
  mayRevoke,
  revoke,
}: {
  tokens: ClientTokenList;
  mayRevoke: boolean;
  revoke: ApiClientActions["revokeToken"];
}) {
  const refresh = useRefresh();
  const guarded = useReauth();
  const [revoking, setRevoking] = useState<ClientTokenView | null>(null);
  const { rows, total, now } = tokens;
  const nameOf = (token: ClientTokenView) => displayToken(token.prefix, token.last4);
  return (
    <Section title="Tokens that it obtained">
      {rows.length === 0 ? (
        <p className="border-t py-3 text-muted">
          None yet. Run the command below with its secret, and the token stands here.
        </p>
      ) : (
        <CardTable label="Tokens that the client obtained" columns={columns}>
          {rows.map((token) => (
            <tr key={token.id} className={cn(rowClass, "hover:bg-sub")}>
              <td className={cn(cellClass, "cards:order-1 cards:flex-1")}>
                <code className="font-mono text-sm">{nameOf(token)}</code>
              </td>
              <td className={cn(cellClass, "cards:order-5 cards:basis-full")}>
                <State token={token} now={now} />
              </td>
              <td className={cn(cellClass, "cards:order-6 cards:text-muted")}>
                <span className="hidden cards:inline">Obtained </span>
                <RelativeTime at={token.createdAt} now={now} />
              </td>
              <td className={cn(cellClass, "wrap-anywhere cards:order-7 cards:text-muted")}>
                <span className="hidden cards:inline">{token.lastUsedAt ? "Last used " : ""}</span>
                <RelativeTime at={token.lastUsedAt} now={now} />
                {token.lastIp ? (
                  <span className="block truncate text-muted text-sm cards:hidden">from {token.lastIp}</span>
                ) : null}
              </td>
              <td className={cn(cellClass, "py-1.5 pr-0 text-right cards:order-2")}>
                {mayRevoke && token.status === "active" ? (
                  <Button
                    size="sm"
                    variant="danger-ghost"
                    aria-label={`Revoke ${nameOf(token)}`}
                    onClick={() => setRevoking(token)}
                  >
                    Revoke
                  </Button>
                ) : null}
              </td>
            </tr>
          ))}
        </CardTable>
      )}
      {total > rows.length ? (
        <p className="text-muted text-sm">
          The newest {formatCount(rows.length)} of {formatCount(total)} that are kept.
        </p>
      ) : null}
      {revoking ? (
        <ConfirmDialog
          open
          onOpenChange={(open) => !open && setRevoking(null)}
          title={`Revoke ${nameOf(revoking)}?`}
          description="Calls with it are refused at once. The client can obtain another; disable the client to stop that."
          confirmLabel="Revoke token"
          onConfirm={async () => {
            const result = await guarded(() => revoke(revoking.id));
            if (!result.ok) return result.refusal.message;
            toast.success(`Revoked ${nameOf(revoking)}`);
            refresh();
            return undefined;
          }}
        />
      ) : null}
    </Section>
  );
}

function State({ token, now }: { token: ClientTokenView; now: Date }) {
  switch (token.status) {
    case "active":
      return (
        <Status tone="ok">
          {token.expiresAt ? `Active, expires ${formatRelative(token.expiresAt, now)}` : "Active"}
        </Status>
      );
    case "expired":
      return (
        <Status tone="neutral">
          {token.expiresAt ? `Expired ${formatRelative(token.expiresAt, now)}` : "Expired"}
        </Status>
      );
    case "deleted":
      return <Status tone="neutral">Revoked</Status>;
    case "disabled":
      return <Status tone="neutral">Disabled</Status>;
    case "not_yet_valid":
      return <Status tone="warn">Not valid yet</Status>;
  }
}
