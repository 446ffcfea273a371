"use client";

import { Plus, RefreshCw } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { usePageCommands } from "@/components/frame/page-commands";
import { useBegun } from "@/components/frame/use-begun";
import { GenerateDialog } from "@/components/tokens/generate/generate-dialog";
import { rotateVerb } from "@/components/tokens/rotate-verb";
import type { TokenActions } from "@/components/tokens/token-actions";
import { type TokenDialog, TokenDialogs } from "@/components/tokens/token-dialogs";
import { TokenList } from "@/components/tokens/token-list";
import type { TokenRights } from "@/components/tokens/token-rights";
import { useEnabled } from "@/components/tokens/use-enabled";
import { useGuardedActions } from "@/components/tokens/use-guarded-actions";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/components/ui/format-count";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { useOpener } from "@/components/ui/use-opener";
import { useRefresh } from "@/components/ui/use-refresh";
import type { TokenCreationOptions, TokenPage } from "@/domain/tokens/token-views";
import { typeRule } from "@/domain/tokens/types";

export type TokenSectionProps = {
  title: string;
  description: ReactNode;
  /** The newest tokens of one type. */
  page: Pick<TokenPage, "rows" | "total" | "totalIsExact" | "now">;
  /** Narrowed to the section's one type; null: the viewer may not generate. */
  creation: TokenCreationOptions | null;
  /** "Generate export token". */
  generateLabel: string;
  initialName?: string;
  /** Said where there is no token yet. */
  empty: ReactNode;
  /** The grid with all of them. */
  allHref: string;
  rights: TokenRights;
  actions: TokenActions;
  baseUrl: string;
  /** A note above the list, such as the plan that is missing. */
  note?: ReactNode;
  /** How to use such a token. */
  children?: ReactNode;
  /** The page was opened to generate. */
  isBegun?: boolean;
};

/** The tokens of one type on the page where that type is made: generate, see the newest, and manage each. */
export function TokenSection(props: TokenSectionProps) {
  const { page, creation, rights, baseUrl, generateLabel } = props;
  const refresh = useRefresh();
  const actions = useGuardedActions(props.actions);
  const enabling = useEnabled(actions);
  const [dialog, setDialog] = useState<TokenDialog | null>(null);
  const type = creation?.types[0];
  const refused = type?.reason ?? null;
  const [generating, setGenerating] = useState(false);
  // Of a type that an organization has one of, the one that is there gets a new secret instead.
  const only = type && typeRule(type.type).cap === "one_per_organization" ? (page.rows[0] ?? null) : null;
  const mayGenerate = type?.allowed === true && only === null;
  const opener = useOpener(() => setGenerating(mayGenerate));
  useBegun(props.isBegun === true, opener.press);
  usePageCommands(
    useMemo(
      () => (mayGenerate ? [{ id: generateLabel, label: generateLabel, run: opener.press }] : []),
      [mayGenerate, generateLabel, opener.press],
    ),
  );
  return (
    <Section
      title={props.title}
      description={props.description}
      actions={
        only && rights.rotate ? (
          <Button icon={<RefreshCw />} onClick={() => setDialog({ kind: "rotate", token: only })}>
            {`${rotateVerb(only.type)} ${props.title.toLowerCase()}`}
          </Button>
        ) : creation ? (
          <Button icon={<Plus />} disabledReason={refused} ref={opener.button} onClick={opener.press}>
            {generateLabel}
          </Button>
        ) : null
      }
    >
      {props.note}
      {page.rows.length === 0 ? (
        <p className="border-t py-3 text-muted">{props.empty}</p>
      ) : (
        <TokenList
          label={`${props.title} list`}
          tokens={page.rows}
          rights={rights}
          now={page.now}
          enabling={enabling}
          onOpen={setDialog}
        />
      )}
      {page.total > page.rows.length ? (
        <p className="text-sm">
          <TextLink href={props.allHref}>
            All {formatCount(page.total)}
            {page.totalIsExact ? "" : "+"} in API access
          </TextLink>
        </p>
      ) : null}
      {props.children}
      {creation ? (
        <GenerateDialog
          open={generating}
          onOpenChange={setGenerating}
          options={creation}
          create={actions.create}
          now={page.now}
          title={generateLabel}
          initialName={props.initialName}
          onFind={() => {
            setGenerating(false);
            refresh();
          }}
          onCreated={(token, notes) => {
            setGenerating(false);
            setDialog({
              kind: "secret",
              title: "Store this token now",
              secret: { ...token, tokenId: token.id, notes },
            });
          }}
        />
      ) : null}
      <TokenDialogs
        dialog={dialog}
        setDialog={setDialog}
        actions={actions}
        baseUrl={baseUrl}
        now={page.now}
      />
    </Section>
  );
}
