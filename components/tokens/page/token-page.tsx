import { MomentPicker } from "@/components/audit/moment/moment-picker";
import { bearerWords } from "@/components/tokens/bearer-name";
import { CallersSection } from "@/components/tokens/page/callers-section";
import { CallsSection } from "@/components/tokens/page/calls-section";
import { DetailsSection } from "@/components/tokens/page/details-section";
import { GracePanel } from "@/components/tokens/page/grace-panel";
import { HistorySection } from "@/components/tokens/page/history-section";
import { HowToSection } from "@/components/tokens/page/how-to-section";
import { SecretsSection } from "@/components/tokens/page/secrets-section";
import { TokenPageActions } from "@/components/tokens/page/token-page-actions";
import { TokenState } from "@/components/tokens/page/token-state";
import type { TokenActions } from "@/components/tokens/token-actions";
import type { TokenRights } from "@/components/tokens/token-rights";
import { apiAccessPath } from "@/components/tokens/token-table-params";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { displayToken } from "@/domain/tokens/display";
import type { TokenDetails } from "@/domain/tokens/token-views";

/** Everything about one token. */
export function TokenPage({
  token,
  rights,
  actions,
  baseUrl,
}: {
  token: TokenDetails;
  rights: TokenRights;
  actions: TokenActions;
  baseUrl: string;
}) {
  const { now } = token;
  const current = token.secrets.find((secret) => secret.state === "current");
  const retiring = token.secrets.find((secret) => secret.state === "retiring");
  return (
    <>
      <PageHeader
        title={token.name}
        crumbs={[{ label: "Integrations" }, { label: "API access", href: apiAccessPath }]}
        meta={
          <>
            <code className="font-mono text-sm">{displayToken(token.prefix, token.last4)}</code>
            <span aria-hidden="true">·</span>
            <TokenState token={token} now={now} />
            <span aria-hidden="true">·</span>
            <span>{bearerWords(token)}</span>
            <span aria-hidden="true">·</span>
            <span>
              {token.lastUsedAt ? "last used " : ""}
              <RelativeTime at={token.lastUsedAt} now={now} never="never used" />
            </span>
          </>
        }
        actions={
          <TokenPageActions
            token={summaryOf(token)}
            rights={rights}
            actions={actions}
            baseUrl={baseUrl}
            now={now}
          />
        }
      />
      {current && retiring && !token.deletedAt ? (
        <GracePanel
          token={{ id: token.id, name: token.name, type: token.type, expiresAt: token.expiresAt }}
          current={current}
          retiring={retiring}
          mayManage={rights.rotate}
          actions={actions}
          now={now}
        />
      ) : null}
      <div className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_19rem] lg:gap-9">
        <div className="grid min-w-0 content-start gap-8">
          <CallsSection hours={token.useHours} days={token.useDays} now={now} />
          <CallersSection callers={token.callers} now={now} />
          {token.deletedAt ? null : <HowToSection token={summaryOf(token)} baseUrl={baseUrl} />}
        </div>
        <div className="grid min-w-0 content-start gap-8 lg:border-l lg:pl-8">
          <DetailsSection token={token} />
          <SecretsSection secrets={token.secrets} now={now} />
          <HistorySection events={token.events} now={now} />
          <Section
            title="Who could use it, then?"
            description="At a moment in the past, out of the audit log."
          >
            <MomentPicker subject={{ kind: "token", id: token.id }} at={now} now={now} />
          </Section>
        </div>
      </div>
    </>
  );
}

// Client parts get what they need, not callers and events once more.
function summaryOf(token: TokenDetails) {
  const { useHours: _h, useDays: _d, events: _e, callers: _c, secrets: _s, ...summary } = token;
  return summary;
}
