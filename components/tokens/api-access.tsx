"use client";

import { Plus } from "lucide-react";
import { useCallback, useMemo, useRef, useState, useTransition } from "react";
import { DataTable } from "@/components/data-table/data-table";
import { focusSearch } from "@/components/data-table/focus-search";
import { PerPage } from "@/components/data-table/per-page";
import { type TableUrlState, useTableUrlState } from "@/components/data-table/use-table-url-state";
import type { ExportActions } from "@/components/export/export-actions";
import { quickExport } from "@/components/export/quick-export";
import { usePageCommands } from "@/components/frame/page-commands";
import { useBegun } from "@/components/frame/use-begun";
import { useReauth } from "@/components/reauth/reauth-provider";
import type { StartReviewActions } from "@/components/reviews/review-actions";
import { filterOf, StartReviewFromGrid } from "@/components/reviews/start-review-from-grid";
import type { ViewActions } from "@/components/saved-views/view-actions";
import { ViewsMenu } from "@/components/saved-views/views-menu";
import { ApiAccessHeader } from "@/components/tokens/api-access-header";
import { EnabledSwitch } from "@/components/tokens/enabled-switch";
import { FoundNotice } from "@/components/tokens/found-notice";
import { GenerateDialog } from "@/components/tokens/generate/generate-dialog";
import { NoTokensYet } from "@/components/tokens/no-tokens-yet";
import { OrderNotice } from "@/components/tokens/order-notice";
import { RevokeAllDialog } from "@/components/tokens/revoke-all-dialog";
import { mayRotate, rowActions } from "@/components/tokens/row-actions";
import type { FoundToken, TokenActions } from "@/components/tokens/token-actions";
import { tokenColumns } from "@/components/tokens/token-columns";
import { type TokenDialog, TokenDialogs } from "@/components/tokens/token-dialogs";
import { tokenFilters } from "@/components/tokens/token-filters";
import { TokenPages } from "@/components/tokens/token-pages";
import type { TokenRights } from "@/components/tokens/token-rights";
import { apiAccessPath, tokenTableParams } from "@/components/tokens/token-table-params";
import { useBulk } from "@/components/tokens/use-bulk";
import { useEnabled } from "@/components/tokens/use-enabled";
import { useGuardedActions } from "@/components/tokens/use-guarded-actions";
import { useTokenSearch } from "@/components/tokens/use-token-search";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/components/ui/format-count";
import { toast } from "@/components/ui/toast";
import { useOpener } from "@/components/ui/use-opener";
import { useReturnFocus } from "@/components/ui/use-return-focus";
import type { ReviewFilter } from "@/domain/reviews/filter-words";
import type { SavedView } from "@/domain/saved-views/saved-view";
import type { TokenQuery } from "@/domain/tokens/token-query";
import type {
  TokenCounts,
  TokenCreationOptions,
  TokenFilterOptions,
  TokenPage,
  TokenSummary,
} from "@/domain/tokens/token-views";

export type ApiAccessProps = {
  page: TokenPage;
  query: TokenQuery;
  counts: TokenCounts;
  filterOptions: TokenFilterOptions;
  /** Null: the viewer may not generate tokens. */
  creation: TokenCreationOptions | null;
  baseUrl: string;
  rights: TokenRights;
  actions: TokenActions;
  exports: ExportActions;
  views: readonly SavedView[];
  viewActions: ViewActions;
  /** The page was opened to generate. */
  isBegun: boolean;
  /** Null: the viewer may not start reviews. */
  reviews: StartReviewActions | null;
};

/** Integrations › API access: the grid with everything that can be done from it. */
export function ApiAccess(props: ApiAccessProps) {
  const { page, creation, rights, baseUrl } = props;
  const actions = useGuardedActions(props.actions);
  const [dialog, setDialog] = useState<TokenDialog | null>(null);
  const [generating, setGenerating] = useState(false);
  const [revokingAll, setRevokingAll] = useState(false);
  // The dialog begins anew once the tokens are counted.
  useReturnFocus(revokingAll);
  const [found, setFound] = useState<FoundToken | null>(null);
  const url = useTableUrlState(tokenTableParams);
  const [paging, startPaging] = useTransition();
  const { isEnabled, setEnabled } = useEnabled(actions);
  const [reviewed, setReviewed] = useState<ReviewFilter | null>(null);
  const guarded = useReauth();
  const bulk = useBulk(
    actions,
    rights,
    page.now,
    (ids) => void quickExport({ what: "tokens", filter: { ids } }, props.exports, guarded),
    props.reviews ? (ids) => setReviewed({ ids }) : null,
  );

  // Told already by what deleted it, when the selection lets go of it.
  const deletedHere = useRef<(id: string) => boolean>(() => false);
  const setUrl = useRef(url.set);
  setUrl.current = url.set;
  const showFound = useCallback((token: FoundToken) => {
    setFound(token);
    const all = ["active", "disabled", "expired", "not_yet_valid", "deleted"] as const;
    void setUrl.current({ q: "", filters: { ...noFilters, status: [...all], ids: [token.id] } });
  }, []);
  const search = useTokenSearch(actions.findBySecret, showFound);

  const columns = useMemo(
    () =>
      tokenColumns(page.now, (token) => (
        <EnabledSwitch
          token={token}
          enabled={isEnabled(token)}
          onChange={rights.toggle ? (enabled) => setEnabled(token, enabled) : null}
        />
      )),
    [page.now, isEnabled, rights.toggle, setEnabled],
  );

  const mayGenerate = creation !== null;
  const opener = useOpener(() => setGenerating(mayGenerate));
  useBegun(props.isBegun, opener.press);
  usePageCommands(
    useMemo(
      () =>
        mayGenerate
          ? [{ id: "generate", label: "Generate API token", shortcut: "n", run: opener.press }]
          : [],
      [mayGenerate, opener.press],
    ),
  );

  const generateButton = creation ? (
    <Button
      variant="primary"
      icon={<Plus />}
      className="max-sm:flex-1"
      aria-keyshortcuts="n"
      ref={opener.button}
      onClick={opener.press}
    >
      Generate API token
    </Button>
  ) : null;

  return (
    <>
      <ApiAccessHeader
        counts={props.counts}
        query={props.query}
        baseUrl={baseUrl}
        exports={rights.export ? props.exports : null}
        generateButton={generateButton}
        onRevokeAll={rights.revokeAll ? () => setRevokingAll(true) : null}
        onReview={props.reviews ? () => setReviewed(filterOf(props.query)) : null}
      />
      <FoundNotice
        found={found}
        ids={url.state.filters.ids}
        onClear={() => {
          focusSearch();
          void url.clearFilters();
        }}
      />
      <OrderNotice page={page} asked={props.query.sort} />
      <DataTable
        label="API tokens"
        params={tokenTableParams}
        columns={columns}
        rows={page.rows}
        total={page.total}
        totalIsExact={page.totalIsExact}
        order={page.order.because === "asked" ? undefined : page.order}
        rowId={(token: TokenSummary) => token.id}
        rowName={(token) => token.name}
        rowHref={(token) => `${apiAccessPath}/${token.id}`}
        rowActions={(token) => rowActions(token, rights, setDialog, setEnabled)}
        bulkActions={bulk.bulkActions}
        findGone={async (ids) => {
          const gone = await actions.findGone(ids);
          if (gone.ok) tellGone(gone.value.filter((id) => !deletedHere.current(id)));
          return gone.ok ? gone.value : [];
        }}
        filters={tokenFilters(props.filterOptions)}
        search={search}
        toolbarEnd={<ViewsMenu page="tokens" views={props.views} actions={props.viewActions} />}
        keys={[
          ...(creation ? [{ key: "n", label: "Generate API token", onPress: opener.press }] : []),
          ...(rights.rotate
            ? [
                {
                  key: "r",
                  label: "Rotate the row’s token",
                  row: true as const,
                  onPress: (token: TokenSummary) => mayRotate(token) && setDialog({ kind: "rotate", token }),
                },
              ]
            : []),
          ...(rights.edit
            ? [
                {
                  key: "e",
                  label: "Edit the row’s token",
                  row: true as const,
                  onPress: (token: TokenSummary) => !token.deletedAt && setDialog({ kind: "edit", token }),
                },
              ]
            : []),
        ]}
        empty={<NoTokensYet baseUrl={baseUrl} generateButton={generateButton} />}
        busy={paging || url.pending}
        pages={
          <TokenPages page={page} startTransition={startPaging}>
            <PerPage
              options={tokenTableParams.perOptions}
              url={url as unknown as TableUrlState}
              total={page.total}
            />
          </TokenPages>
        }
      />
      {creation ? (
        <GenerateDialog
          open={generating}
          onOpenChange={setGenerating}
          options={creation}
          create={actions.create}
          now={page.now}
          onFind={(name) => {
            setGenerating(false);
            void url.set({ q: name, filters: noFilters });
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
        onRemoved={() => {
          if (dialog?.kind === "remove") deletedHere.current = (id) => id === dialog.token.id;
        }}
      />
      {bulk.dialog}
      {reviewed && props.reviews ? (
        <StartReviewFromGrid filter={reviewed} actions={props.reviews} onClose={() => setReviewed(null)} />
      ) : null}
      {revokingAll ? (
        <RevokeAllDialog
          countLive={actions.countLive}
          revokeAll={actions.revokeAll}
          onClose={() => setRevokingAll(false)}
          onRevoked={(count) => {
            deletedHere.current = () => true;
            toast.success(count === 1 ? "Revoked 1 token" : `Revoked all ${formatCount(count)} tokens`);
            void url.clearFilters();
          }}
        />
      ) : null}
    </>
  );
}

// The count of the selection gets less, which is not to look like a slip.
function tellGone({ length }: readonly string[]): void {
  if (length === 0) return;
  toast(length === 1 ? "1 selected token is gone" : `${formatCount(length)} selected tokens are gone`, {
    description: `${length === 1 ? "It was" : "They were"} deleted, and left the selection.`,
  });
}

const noFilters = {
  status: [],
  type: [],
  actsAs: [],
  createdBy: [],
  organization: [],
  lastUsed: [],
  expiring: [],
  ownerGone: [],
  ids: [],
};
