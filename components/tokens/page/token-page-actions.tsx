"use client";

import { CirclePause, CirclePlay, MoreHorizontal, Pencil } from "lucide-react";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { usePageCommands } from "@/components/frame/page-commands";
import { rotateVerb } from "@/components/tokens/rotate-verb";
import { mayEdit, mayRotate, rowActions } from "@/components/tokens/row-actions";
import type { TokenActions } from "@/components/tokens/token-actions";
import { type TokenDialog, TokenDialogs } from "@/components/tokens/token-dialogs";
import type { TokenRights } from "@/components/tokens/token-rights";
import { apiAccessPath } from "@/components/tokens/token-table-params";
import { useEnabled } from "@/components/tokens/use-enabled";
import { useGuardedActions } from "@/components/tokens/use-guarded-actions";
import { Button } from "@/components/ui/button";
import { DropdownMenu } from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import { useOpener } from "@/components/ui/use-opener";
import type { TokenSummary } from "@/domain/tokens/token-views";

/** Edit, Disable, ⋯ of a token's page. A tombstone has none. */
export function TokenPageActions({
  token,
  rights,
  actions: given,
  baseUrl,
  now,
}: {
  token: TokenSummary;
  rights: TokenRights;
  actions: TokenActions;
  baseUrl: string;
  now: Date;
}) {
  const router = useRouter();
  const actions = useGuardedActions(given);
  const [dialog, setDialog] = useState<TokenDialog | null>(null);
  const { isEnabled, setEnabled } = useEnabled(actions);
  const live = token.deletedAt === null;
  const editing = useOpener(() => setDialog({ kind: "edit", token }));
  const rotating = useOpener(() => setDialog({ kind: "rotate", token }));
  usePageCommands(
    useMemo(
      () => [
        ...(rights.edit && mayEdit(token)
          ? [{ id: "edit", label: `Edit ${token.name}`, run: editing.press }]
          : []),
        ...(rights.rotate && mayRotate(token)
          ? [
              {
                id: "rotate",
                label: `${rotateVerb(token.type)} ${token.name}`,
                run: rotating.press,
              },
            ]
          : []),
      ],
      [rights, token, editing.press, rotating.press],
    ),
  );
  if (!live) return null;
  const enabled = isEnabled(token);
  const more = rowActions(token, rights, setDialog, setEnabled, true);
  return (
    // One child, so that the buttons keep their order on a phone.
    <div className="flex flex-wrap gap-2">
      {rights.edit && mayEdit(token) ? (
        <Button icon={<Pencil />} ref={editing.button} onClick={editing.press}>
          Edit
        </Button>
      ) : null}
      {rights.toggle ? (
        <Button icon={enabled ? <CirclePause /> : <CirclePlay />} onClick={() => setEnabled(token, !enabled)}>
          {enabled ? "Disable" : "Enable"}
        </Button>
      ) : null}
      {more.length > 0 ? (
        <DropdownMenu
          items={more}
          trigger={
            <IconButton
              ref={rotating.button}
              label="More actions"
              variant="secondary"
              icon={<MoreHorizontal />}
            />
          }
        />
      ) : null}
      <TokenDialogs
        dialog={dialog}
        setDialog={setDialog}
        actions={actions}
        baseUrl={baseUrl}
        now={now}
        onRemoved={() => router.push(apiAccessPath)}
      />
    </div>
  );
}
