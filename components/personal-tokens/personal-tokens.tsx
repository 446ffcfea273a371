"use client";

import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { CreateDialog } from "@/components/personal-tokens/create-dialog";
import type { PersonalTokenActions } from "@/components/personal-tokens/personal-token-actions";
import { PersonalTokenTable } from "@/components/personal-tokens/personal-token-table";
import { RevokeAllDialog } from "@/components/personal-tokens/revoke-all-dialog";
import { RevokeDialog } from "@/components/personal-tokens/revoke-dialog";
import { useReauth } from "@/components/reauth/reauth-provider";
import type { NewSecret } from "@/components/secret/new-secret";
import { SecretDialog } from "@/components/secret/secret-dialog";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { toast } from "@/components/ui/toast";
import { useRefresh } from "@/components/ui/use-refresh";
import type { PersonalCallers } from "@/domain/tokens/personal-callers";
import type { PersonalToken } from "@/domain/tokens/token-views";

type Open =
  | { readonly kind: "create" }
  | { readonly kind: "secret"; readonly secret: NewSecret }
  | { readonly kind: "revoke"; readonly token: PersonalToken }
  | { readonly kind: "revoke_all" };

/** One's own API tokens (Zephyr "API tokens", Zerops "Access Token management"). */
export function PersonalTokens({
  tokens,
  callers,
  mayCreate,
  baseUrl,
  now,
  actions,
}: {
  tokens: readonly PersonalToken[];
  callers: PersonalCallers;
  mayCreate: boolean;
  baseUrl: string;
  now: Date;
  actions: PersonalTokenActions;
}) {
  const refresh = useRefresh();
  const guarded = useReauth();
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const createButton = mayCreate ? (
    <Button
      variant="primary"
      icon={<Plus />}
      className="max-sm:flex-1"
      onClick={() => setOpen({ kind: "create" })}
    >
      Create API token
    </Button>
  ) : null;

  return (
    <>
      <PageHeader
        title="API tokens"
        meta={
          <>
            <span>Your own list. Nobody else ever sees the value of a token.</span>
            <span className="flex min-w-0 items-center gap-1.5">
              Base URL <code className="wrap-anywhere font-mono text-sm">{baseUrl}</code>
              <CopyButton text={baseUrl} copyLabel="Copy base URL" />
            </span>
          </>
        }
        actions={tokens.length > 0 ? createButton : null}
      />
      {tokens.length === 0 ? (
        <div className="border-t">
          <EmptyState icon={<KeyRound />} title="No API tokens yet" actions={createButton}>
            {mayCreate
              ? "A token lets a program call the API as you, with your permissions. You see its value once, when you create it."
              : "Auditors hold no tokens of their own."}
          </EmptyState>
        </div>
      ) : (
        <>
          <PersonalTokenTable
            tokens={tokens}
            callers={callers}
            now={now}
            onRevoke={(token) => setOpen({ kind: "revoke", token })}
          />
          <div className="mt-4">
            <Button
              variant="danger-ghost"
              className="border-line"
              onClick={() => setOpen({ kind: "revoke_all" })}
            >
              Revoke API tokens
            </Button>
          </div>
        </>
      )}
      {open?.kind === "create" ? (
        <CreateDialog
          create={(input) => guarded(() => actions.create(input))}
          now={now}
          onClose={() => {
            close();
            // An answer that was lost on the way may have left a token behind.
            refresh();
          }}
          onCreated={(token) =>
            setOpen({ kind: "secret", secret: { ...token, tokenId: token.id, notes: "" } })
          }
        />
      ) : null}
      <SecretDialog
        secret={open?.kind === "secret" ? open.secret : null}
        baseUrl={baseUrl}
        labels={{ copy: "Copy to Clipboard", cancel: "Cancel" }}
        findFirstCall={actions.findFirstCall}
        recordCopied={actions.recordCopied}
        savePlace={actions.savePlace}
        onClose={() => {
          close();
          refresh();
        }}
      />
      {open?.kind === "revoke" ? (
        <RevokeDialog
          token={open.token}
          now={now}
          revoke={(tokenId) => guarded(() => actions.revoke(tokenId))}
          onClose={close}
          onRevoked={() => {
            toast.success(`Revoked ${open.token.name}`);
            refresh();
          }}
        />
      ) : null}
      {open?.kind === "revoke_all" ? (
        <RevokeAllDialog
          count={tokens.length}
          revokeAll={(confirmation) => guarded(() => actions.revokeAll(confirmation))}
          onClose={close}
          onChanged={refresh}
          onRevoked={(count) => {
            toast.success(count === 1 ? "Revoked your API token" : `Revoked all ${count} API tokens`);
            refresh();
          }}
        />
      ) : null}
    </>
  );
}
