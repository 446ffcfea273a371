"use client";

import {
  CalendarClock,
  CirclePause,
  CirclePlay,
  ClipboardCheck,
  Download,
  RefreshCw,
  Trash2,
} from "lucide-react";
import { type ReactNode, useState, useTransition } from "react";
import type { BulkAction, TableSelection } from "@/components/data-table/bulk-bar";
import { SecretsDialog } from "@/components/secret/secrets-dialog";
import { BulkExpiryDialog } from "@/components/tokens/bulk-expiry-dialog";
import { BulkRotateDialog } from "@/components/tokens/bulk-rotate-dialog";
import type { BulkInput, TokenActions } from "@/components/tokens/token-actions";
import type { TokenRights } from "@/components/tokens/token-rights";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { formatCount } from "@/components/ui/format-count";
import { toast } from "@/components/ui/toast";
import { useRefresh } from "@/components/ui/use-refresh";
import { useReturnFocus } from "@/components/ui/use-return-focus";
import { bulkTokensMax, rotateTokensMax } from "@/domain/tokens/bounds";
import type { RotatedToken, TokenSummary } from "@/domain/tokens/token-views";

type Selection = TableSelection<TokenSummary>;
type Open =
  | { readonly kind: "expiry" | "remove" | "rotate"; readonly selection: Selection }
  | { readonly kind: "secrets"; readonly rotated: readonly RotatedToken[] };

const tokens = (count: number) => `${formatCount(count)} ${count === 1 ? "token" : "tokens"}`;

/** What can be done with many tokens at once, all or none. */
export function useBulk(
  actions: TokenActions,
  rights: TokenRights,
  now: Date,
  onExport: (ids: readonly string[]) => void,
  /** Starts a review of the selected tokens; null where the viewer may not. */
  onReview: ((ids: readonly string[]) => void) | null = null,
) {
  const refresh = useRefresh();
  const [pending, startTransition] = useTransition();
  const [, startRefresh] = useTransition();
  const [running, setRunning] = useState<string | null>(null);
  const [open, setOpen] = useState<Open | null>(null);
  useReturnFocus(open !== null);

  async function run(input: BulkInput, said: (changed: number) => string, undo?: BulkInput) {
    setRunning(input.action);
    try {
      const result = await actions.bulk(input);
      if (!result.ok) {
        // A token of another page was deleted meanwhile: with the rows the selection is looked through too.
        if (result.refusal.code === "token_deleted" || result.refusal.code === "not_found")
          startTransition(refresh);
        return result;
      }
      const { changed } = result.value;
      toast.success(said(changed), {
        action:
          undo && changed > 0
            ? { label: "Undo", onClick: () => void runAndSay(undo, (count) => `Enabled ${tokens(count)}`) }
            : undefined,
      });
      startTransition(refresh);
      return result;
    } finally {
      setRunning(null);
    }
  }

  async function runAndSay(input: BulkInput, said: (changed: number) => string, undo?: BulkInput) {
    try {
      const result = await run(input, said, undo);
      if (!result.ok) toast.error("Nothing was changed", { description: result.refusal.message });
    } catch {
      toast.error("The connection was lost", { description: "Refresh to see the present state." });
    }
  }

  function bulkActions(selection: Selection): BulkAction[] {
    const { ids, rows } = selection;
    const tooMany = ids.length > bulkTokensMax ? `At most ${formatCount(bulkTokensMax)} at once` : null;
    const offered: (BulkAction & { may: boolean })[] = [
      {
        id: "disable",
        may: rights.toggle,
        label: "Disable",
        icon: <CirclePause />,
        onSelect: () => {
          const enabled = rows.filter((row) => row.disabledAt === null && row.deletedAt === null);
          void runAndSay(
            { tokenIds: ids, action: "disable" },
            (count) => `Disabled ${tokens(count)}`,
            enabled.length > 0 ? { tokenIds: enabled.map((row) => row.id), action: "enable" } : undefined,
          );
        },
      },
      {
        id: "enable",
        may: rights.toggle,
        label: "Enable",
        icon: <CirclePlay />,
        onSelect: () =>
          void runAndSay({ tokenIds: ids, action: "enable" }, (count) => `Enabled ${tokens(count)}`),
      },
      {
        id: "rotate",
        may: rights.rotate,
        label: "Rotate",
        icon: <RefreshCw />,
        disabledReason:
          ids.length > rotateTokensMax ? `At most ${formatCount(rotateTokensMax)} at once` : null,
        onSelect: () => setOpen({ kind: "rotate", selection }),
      },
      {
        id: "set_expiry",
        may: rights.edit,
        label: "Set expiry",
        icon: <CalendarClock />,
        onSelect: () => setOpen({ kind: "expiry", selection }),
      },
      {
        id: "export",
        may: rights.export,
        label: "Export",
        icon: <Download />,
        onSelect: () => onExport(ids),
      },
      {
        id: "review",
        may: onReview !== null,
        label: "Review",
        icon: <ClipboardCheck />,
        onSelect: () => onReview?.(ids),
      },
      {
        id: "delete",
        may: rights.remove,
        label: "Revoke",
        icon: <Trash2 />,
        danger: true,
        onSelect: () => setOpen({ kind: "remove", selection }),
      },
    ];
    return offered
      .filter((action) => action.may)
      .map(({ may: _, ...action }) => ({
        ...action,
        pending: running === action.id,
        disabledReason: tooMany ?? action.disabledReason ?? (running || pending ? "One moment" : null),
      }));
  }

  const close = () => setOpen(null);
  // Apart from `pending`, which would hold the button that has the focus again by then.
  const closeAndRefresh = () => {
    close();
    startRefresh(refresh);
  };
  const dialog: ReactNode =
    open?.kind === "expiry" ? (
      <BulkExpiryDialog
        count={open.selection.ids.length}
        now={now}
        onClose={close}
        setExpiry={(expiresAt) =>
          run(
            { tokenIds: open.selection.ids, action: "set_expiry", expiresAt },
            (count) => `Set the expiry of ${tokens(count)}`,
          )
        }
      />
    ) : open?.kind === "rotate" ? (
      <BulkRotateDialog
        rows={open.selection.rows}
        unseen={open.selection.ids.length - open.selection.rows.length}
        rotate={actions.rotateMany}
        now={now}
        onClose={closeAndRefresh}
        onRotated={(rotated) => setOpen({ kind: "secrets", rotated })}
      />
    ) : open?.kind === "secrets" ? (
      <SecretsDialog tokens={open.rotated} recordCopies={actions.recordCopies} onClose={closeAndRefresh} />
    ) : open?.kind === "remove" ? (
      <ConfirmDialog
        open
        onOpenChange={(isOpen) => !isOpen && close()}
        title={`Revoke ${tokens(open.selection.ids.length)}?`}
        description="Their secrets are destroyed and access ends at once. This cannot be undone."
        confirmLabel={`Revoke ${tokens(open.selection.ids.length)}`}
        typeToConfirm={String(open.selection.ids.length)}
        onConfirm={async () => {
          const { ids, clear } = open.selection;
          const result = await run(
            { tokenIds: ids, action: "delete", confirmation: String(ids.length) },
            (count) => `Revoked ${tokens(count)}`,
          );
          if (!result.ok) return result.refusal.message;
          clear();
          return undefined;
        }}
      >
        <UsedOnes rows={open.selection.rows} now={now} />
      </ConfirmDialog>
    ) : null;

  return { bulkActions, dialog };
}

function UsedOnes({ rows, now }: { rows: readonly TokenSummary[]; now: Date }) {
  const dayAgo = now.getTime() - 86_400_000;
  const used = rows.filter((row) => row.lastUsedAt && row.lastUsedAt.getTime() > dayAgo);
  if (used.length === 0) return null;
  const names = used.slice(0, 3).map((row) => row.name);
  return (
    <p className="wrap-anywhere font-medium text-bad">
      {used.length === 1 ? "1 was" : `${formatCount(used.length)} were`} used in the last 24 hours:{" "}
      {names.join(", ")}
      {used.length > 3 ? ` and ${formatCount(used.length - 3)} more` : ""}.
    </p>
  );
}
