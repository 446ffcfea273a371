import type { ApiClientActions, ApiClientRights } from "@/components/api-clients/api-client-actions";
import { ClientPageActions } from "@/components/api-clients/client-page-actions";
import { ClientTokens } from "@/components/api-clients/client-tokens";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { Facts } from "@/components/ui/facts";
import { formatRelative } from "@/components/ui/format-time";
import { PageHeader } from "@/components/ui/page-header";
import { DateTime, RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { Status } from "@/components/ui/status";
import { clientSamples, clientSecretVariable } from "@/domain/access/account-samples";
import type { ApiClientView, ClientTokenList } from "@/domain/access/api-client-views";
import { type Plan, plansWith } from "@/domain/access/plans";

/** One API client: what it is, the tokens that it obtained, and how it obtains one. */
export function ClientPage({
  client,
  tokens,
  planNeeded,
  rights,
  actions,
  baseUrl,
}: {
  client: ApiClientView;
  tokens: ClientTokenList;
  /** The plan that the account would need for it; null when it has it. */
  planNeeded: Plan | null;
  rights: ApiClientRights;
  actions: ApiClientActions;
  baseUrl: string;
}) {
  const { now } = tokens;
  const [curl] = clientSamples({ baseUrl, clientId: client.clientId, secret: `$${clientSecretVariable}` });
  return (
    <>
      <PageHeader
        title={client.name}
        crumbs={[
          { label: "Account settings", href: "/account" },
          { label: "API clients", href: "/account/clients" },
        ]}
        meta={
          <>
            <ClientState client={client} planNeeded={planNeeded} now={now} />
            <span aria-hidden="true">·</span>
            <span>
              {client.lastUsedAt ? "last obtained a token " : ""}
              <RelativeTime at={client.lastUsedAt} now={now} never="never used" />
            </span>
          </>
        }
        actions={
          <ClientPageActions client={client} rights={rights} actions={actions} baseUrl={baseUrl} now={now} />
        }
      />
      <div className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_19rem] lg:gap-9">
        <div className="grid min-w-0 content-start gap-8">
          <ClientTokens tokens={tokens} mayRevoke={rights.revokeToken} revoke={actions.revokeToken} />
          <Section
            title="How it obtains a token"
            description={
              <>
                With the client secret in <code className="font-mono text-sm">{clientSecretVariable}</code>{" "}
                this runs as it stands. The answer has the token in{" "}
                <code className="font-mono text-sm">access_token</code>; it works for an hour, as{" "}
                <code className="font-mono text-sm">Authorization: Bearer</code>.
              </>
            }
          >
            <CodeBlock label="curl sample" code={curl?.code ?? ""} />
          </Section>
        </div>
        <div className="grid min-w-0 content-start gap-8 lg:border-l lg:pl-8">
          <Section title="Details">
            <Facts
              items={[
                {
                  label: "Client id",
                  value: (
                    <span className="flex items-start gap-1">
                      <code className="min-w-0 font-mono">{client.clientId}</code>
                      <CopyButton
                        text={client.clientId}
                        copyLabel="Copy client id"
                        className="-my-1.5 shrink-0"
                      />
                    </span>
                  ),
                },
                { label: "Secret", value: `CS_…${client.last4}`, mono: true },
                {
                  label: "Notes",
                  value: client.notes ? <span className="whitespace-pre-line">{client.notes}</span> : "–",
                },
                {
                  label: "Created",
                  value: (
                    <>
                      <DateTime at={client.createdAt} /> by {client.createdByName}
                    </>
                  ),
                },
                { label: "Id", value: client.id, mono: true },
              ]}
            />
          </Section>
        </div>
      </div>
    </>
  );
}

function ClientState({
  client,
  planNeeded,
  now,
}: {
  client: ApiClientView;
  planNeeded: Plan | null;
  now: Date;
}) {
  if (client.disabledAt)
    return (
      <Status tone="neutral">
        Disabled {formatRelative(client.disabledAt, now)}: it and its tokens are refused
      </Status>
    );
  if (planNeeded)
    return (
      <Status tone="bad">
        The account’s plan does not include it: it and its tokens are refused until it is{" "}
        {plansWith(planNeeded)}
      </Status>
    );
  return <Status tone="ok">Active</Status>;
}
