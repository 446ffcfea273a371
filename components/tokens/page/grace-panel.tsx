"use client";

import { RefreshCw } from "lucide-react";
import { type ReactNode, useState, useTransition } from "react";
import { OldInvitationsEnd } from "@/components/tokens/invitations-end";
import { ExtendDialog } from "@/components/tokens/page/extend-dialog";
import type { TokenActions } from "@/components/tokens/token-actions";
import { useGuardedActions } from "@/components/tokens/use-guarded-actions";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { formatCount } from "@/components/ui/format-count";
import { formatMinute, formatRelative } from "@/components/ui/format-time";
import { Status } from "@/components/ui/status";
import { toast } from "@/components/ui/toast";
import { useRefresh } from "@/components/ui/use-refresh";
import type { TokenDetails, TokenSecretView } from "@/domain/tokens/token-views";

/** While two secrets work: both side by side, so that one sees when the old one may go. */
export function GracePanel({
  token,
  current,
  retiring,
  mayManage,
  actions: given,
  now,
}: {
  token: Pick<TokenDetails, "id" | "name" | "type" | "expiresAt">;
  current: TokenSecretView;
  retiring: TokenSecretView;
  mayManage: boolean;
  actions: TokenActions;
  now: Date;
}) {
  const refreshPage = useRefresh();
  const actions = useGuardedActions(given);
  const [, startTransition] = useTransition();
  const [extending, setExtending] = useState(false);
  const refresh = () => startTransition(refreshPage);
  const until = retiring.retiresAt ?? now;
  return (
    <section
      aria-label="Rotation"
      className="mb-6 grid items-center gap-x-6 gap-y-3 rounded-xl border px-4.5 py-3.5 sm:grid-cols-2 lg:grid-cols-[1fr_1fr_auto]"
    >
      <Half
        top={
          <Status tone="ok" icon={<RefreshCw />}>
            Rotating since {formatMinute(current.createdAt)}
          </Status>
        }
        title={`New secret …${current.last4}`}
      >
        <UseOf secret={current} now={now} />
      </Half>
      <Half
        top={
          <span className="text-muted text-sm">
            Works until {formatMinute(until)}, {formatRelative(until, now)}
          </span>
        }
        title={`Old secret …${retiring.last4}`}
      >
        <UseOf secret={retiring} now={now} />
      </Half>
      {mayManage ? (
        <div className="flex gap-2 max-lg:col-span-full">
          <Button size="sm" onClick={() => setExtending(true)}>
            Extend
          </Button>
          <ConfirmDialog
            trigger={
              <Button size="sm" variant="primary">
                Finish now
              </Button>
            }
            title="End the old secret now?"
            description={
              retiring.lastUsedAt
                ? `It was last used ${formatRelative(retiring.lastUsedAt, now)}${retiring.lastIp ? ` from ${retiring.lastIp}` : ""}. Calls with it will be refused.`
                : "No call with it was seen since the rotation. Calls with it will be refused."
            }
            confirmLabel="End the old secret"
            onConfirm={async () => {
              const result = await actions.finishRotation(token.id);
              if (!result.ok) return result.refusal.message;
              toast.success(`Ended the old secret of ${token.name}`);
              refresh();
              return undefined;
            }}
          >
            <OldInvitationsEnd type={token.type} />
          </ConfirmDialog>
        </div>
      ) : null}
      {extending ? (
        <ExtendDialog
          token={token}
          until={until}
          now={now}
          extend={actions.extendRotation}
          onClose={() => setExtending(false)}
          onExtended={(graceUntil) => {
            setExtending(false);
            toast.success(`The old secret works until ${formatMinute(graceUntil)}`);
            refresh();
          }}
        />
      ) : null}
    </section>
  );
}

function Half({ top, title, children }: { top: ReactNode; title: string; children: ReactNode }) {
  return (
    <div className="grid min-w-0 gap-0.5">
      {top}
      <p className="wrap-anywhere">
        <strong className="font-semibold">{title}</strong> <span className="text-muted">{children}</span>
      </p>
    </div>
  );
}

function UseOf({ secret, now }: { secret: TokenSecretView; now: Date }) {
  if (secret.lastUsedAt === null) return "not used yet";
  const addresses = `${formatCount(secret.addresses)} ${secret.addresses === 1 ? "address" : "addresses"}`;
  const calls = `${formatCount(secret.calls)} ${secret.calls === 1 ? "call" : "calls"}`;
  return `${calls} from ${addresses}, last ${formatRelative(secret.lastUsedAt, now)}${secret.lastIp ? ` from ${secret.lastIp}` : ""}`;
}
