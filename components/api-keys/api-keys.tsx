"use client";

import { KeyRound, Plus } from "lucide-react";
import { useMemo, useState, useTransition } from "react";
import type { ApiKeyActions } from "@/components/api-keys/api-key-actions";
import { GenerateKeyDialog } from "@/components/api-keys/generate-key-dialog";
import { JwtSection } from "@/components/api-keys/jwt-section";
import { KeyFormDialog } from "@/components/api-keys/key-form-dialog";
import { KeyTable } from "@/components/api-keys/key-table";
import { OrganizationPicker } from "@/components/api-keys/organization-picker";
import { useRevealedKey } from "@/components/api-keys/use-revealed-key";
import { RefreshButton } from "@/components/data-table/refresh-button";
import { changedValues } from "@/components/forms/changed-values";
import { usePageCommands } from "@/components/frame/page-commands";
import { useReauth } from "@/components/reauth/reauth-provider";
import { RevokeDialog } from "@/components/tokens/revoke-dialog";
import { type TokenDialog, TokenDialogs } from "@/components/tokens/token-dialogs";
import { useTokenPolicy } from "@/components/tokens/token-policy";
import { useEnabled } from "@/components/tokens/use-enabled";
import { useGuardedActions } from "@/components/tokens/use-guarded-actions";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { toast } from "@/components/ui/toast";
import { useOpener } from "@/components/ui/use-opener";
import { useRefresh } from "@/components/ui/use-refresh";
import { useReturnFocus } from "@/components/ui/use-return-focus";
import type { ApiKeyPage, TokenSummary } from "@/domain/tokens/token-views";
import type { JwtPolicy } from "@/domain/verification/jwt";

type Own =
  | { readonly kind: "generate" }
  | { readonly kind: "edit"; readonly key: TokenSummary }
  | { readonly kind: "remove"; readonly key: TokenSummary };

export type ApiKeysProps = {
  page: ApiKeyPage & { organization: NonNullable<ApiKeyPage["organization"]> };
  baseUrl: string;
  jwtPolicy: JwtPolicy;
  actions: ApiKeyActions;
};

/** General › API keys of one organization (Zinrelo). */
export function ApiKeys({ page, baseUrl, jwtPolicy, actions }: ApiKeysProps) {
  const { organization, keys, now } = page;
  const refreshPage = useRefresh();
  const guarded = useReauth();
  const tokens = useGuardedActions(actions.tokens);
  const reveal = useMemo<ApiKeyActions["reveal"]>(
    () => (tokenId) => guarded(() => actions.reveal(tokenId)),
    [actions, guarded],
  );
  const revealed = useRevealedKey(reveal);
  const enabling = useEnabled(tokens, keyWords);
  const [own, setOwn] = useState<Own | null>(null);
  const [dialog, setDialog] = useState<TokenDialog | null>(null);
  const [, startTransition] = useTransition();
  const refresh = () => startTransition(refreshPage);
  const close = () => setOwn(null);
  useReturnFocus(own !== null);

  const { keysRevealable } = useTokenPolicy();
  const isFull = keys.length >= organization.keyCap;
  const opener = useOpener(() => {
    revealed.hide();
    setOwn({ kind: "generate" });
  });
  usePageCommands(
    useMemo(
      () => (isFull ? [] : [{ id: "generate", label: "Generate API key", run: opener.press }]),
      [isFull, opener.press],
    ),
  );
  const generateButton = (
    <Button
      variant="primary"
      icon={<Plus />}
      className="max-sm:flex-1"
      disabledReason={isFull ? fullWords(organization, keys.length) : null}
      ref={opener.button}
      onClick={opener.press}
    >
      Generate API key
    </Button>
  );

  async function makeDefault(key: TokenSummary) {
    const result = await guarded(() => actions.makeDefault(key.id)).catch(() => null);
    if (result?.ok) toast.success(`${key.name} is the default key`);
    else
      toast.error("The default key was not changed", {
        description: result?.refusal.message ?? "The connection was lost. Try again.",
      });
  }

  return (
    <>
      <PageHeader
        title="API keys"
        crumbs={[{ label: "General" }]}
        meta="Each key works for one organization. Use a key of its own for each integration."
        actions={
          <>
            <RefreshButton />
            {generateButton}
          </>
        }
      />
      <div className="mb-3 flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
        <OrganizationPicker organizations={page.organizations} chosenId={organization.id} />
        <p className="pb-1.5 text-muted tabular-nums">
          {keys.length} of {organization.keyCap} keys
        </p>
      </div>
      {keys.length === 0 ? (
        <div className="border-t">
          <EmptyState icon={<KeyRound />} title="No API keys yet" actions={generateButton}>
            A key lets a program work in {organization.name}.{" "}
            {keysRevealable
              ? "You can look at it again whenever you confirm your password."
              : "It is shown once, when it is generated."}
          </EmptyState>
        </div>
      ) : (
        <div className="grid grid-cols-1 gap-10">
          <KeyTable
            keys={keys}
            defaultKeyId={organization.defaultKeyId}
            now={now}
            isActive={enabling.isEnabled}
            revealed={revealed}
            recordCopied={tokens.recordCopied}
            choices={{
              edit: (key) => setOwn({ kind: "edit", key }),
              rotate: (token) => setDialog({ kind: "rotate", token }),
              makeDefault: (key) => void makeDefault(key),
              setEnabled: enabling.setEnabled,
              remove: (key) => setOwn({ kind: "remove", key }),
            }}
          />
          <JwtSection
            keys={keys}
            defaultKeyId={organization.defaultKeyId}
            baseUrl={baseUrl}
            policy={jwtPolicy}
          />
        </div>
      )}
      {own?.kind === "generate" ? (
        <GenerateKeyDialog
          organization={organization}
          now={now}
          create={tokens.create}
          onClose={() => {
            close();
            // An answer that was lost on the way may have left a key behind.
            refresh();
          }}
          onCreated={(key, notes) => {
            close();
            setDialog({
              kind: "secret",
              title: "Your new API key",
              secret: { ...key, tokenId: key.id, notes },
            });
          }}
        />
      ) : null}
      {own?.kind === "edit" ? (
        <KeyFormDialog
          title="Edit API key"
          submit="Save changes"
          initial={{ name: own.key.name, notes: own.key.notes }}
          save={(draft) => tokens.edit({ tokenId: own.key.id, ...changedValues(own.key, draft) })}
          onClose={close}
          onSaved={(_, { name }) => {
            close();
            toast.success(`Saved ${name.trim()}`);
            refresh();
          }}
        />
      ) : null}
      {own?.kind === "remove" ? (
        <RevokeDialog
          token={own.key}
          noun="key"
          note={
            <DeletionNote isDefault={own.key.id === organization.defaultKeyId} name={organization.name} />
          }
          loadFacts={tokens.loadFacts}
          remove={tokens.remove}
          onClose={close}
          onRevoked={() => {
            toast.success(`Deleted ${own.key.name}`);
            refresh();
          }}
        />
      ) : null}
      <TokenDialogs dialog={dialog} setDialog={setDialog} actions={tokens} baseUrl={baseUrl} now={now} />
    </>
  );
}

function fullWords({ name, keyCap }: { name: string; keyCap: number }, keys: number): string {
  if (keys === keyCap) return `${name} has all of its ${keyCap} keys. Delete one first.`;
  return `${name} has ${keys} keys, and may have ${keyCap}. Delete ${keys - keyCap + 1} first.`;
}

const keyWords = { enabled: "Activated", disabled: "Inactivated" };

function DeletionNote({ isDefault, name }: { isDefault: boolean; name: string }) {
  return (
    <p>
      Programs that hold it, and JWTs that it signed, are refused for good.
      {isDefault ? ` ${name} has no default key then.` : ""}
    </p>
  );
}
