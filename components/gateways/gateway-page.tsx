import type { Addresses, GatewayActions } from "@/components/gateways/gateway-actions";
import { GatewayExamples } from "@/components/gateways/gateway-examples";
import { GatewayPageActions } from "@/components/gateways/gateway-page-actions";
import { reachWords } from "@/components/gateways/reach-words";
import { CallsSection } from "@/components/tokens/page/calls-section";
import { HistorySection } from "@/components/tokens/page/history-section";
import { SecretsSection } from "@/components/tokens/page/secrets-section";
import { CodeBlock } from "@/components/ui/code-block";
import { Facts } from "@/components/ui/facts";
import { PageHeader } from "@/components/ui/page-header";
import { DateTime, RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import type { GatewayDetails } from "@/domain/gateways/gateway-views";
import { gatewayKindLabels, hasBundle } from "@/domain/gateways/kinds";
import { bundleCommands } from "@/domain/gateways/readme";
import { displayToken } from "@/domain/tokens/display";

/** Everything about one gateway: what it was told, how it is run, its tokens over time. */
export function GatewayPage({
  gateway,
  accountName,
  addresses,
  actions,
}: {
  gateway: GatewayDetails;
  accountName: string;
  addresses: Addresses;
  actions: GatewayActions;
}) {
  const { now, useHours, useDays, secrets, events, ...summary } = gateway;
  return (
    <>
      <PageHeader
        title={gateway.name}
        crumbs={[{ label: "Gateways", href: "/gateways" }]}
        meta={
          <>
            <code className="font-mono text-sm">{displayToken(gateway.prefix, gateway.last4)}</code>
            <span aria-hidden="true">·</span>
            <span>{gatewayKindLabels[gateway.kind]}</span>
            <span aria-hidden="true">·</span>
            <span>
              {gateway.lastUsedAt ? "last used " : ""}
              <RelativeTime at={gateway.lastUsedAt} now={now} never="never used" />
            </span>
          </>
        }
        actions={
          <GatewayPageActions
            gateway={summary}
            accountName={accountName}
            addresses={addresses}
            actions={actions}
            now={now}
          />
        }
      />
      <div className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_19rem] lg:gap-9">
        <div className="grid min-w-0 content-start gap-8">
          <CallsSection hours={useHours} days={useDays} now={now} title="Answers" />
          {hasBundle(gateway.kind) ? <RunSection gateway={summary} /> : null}
          <GatewayExamples baseUrl={addresses.apiUrl} />
        </div>
        <div className="grid min-w-0 content-start gap-8 lg:border-l lg:pl-8">
          <Section title="Details">
            <Facts
              items={[
                { label: "Kind", value: gatewayKindLabels[gateway.kind] },
                { label: "Asks about", value: reachWords(gateway) },
                {
                  label: gateway.isDownloaded ? "Downloaded" : "Added",
                  value: (
                    <>
                      <DateTime at={gateway.createdAt} /> {gateway.isDownloaded ? "with" : "by"}{" "}
                      {gateway.createdByName}
                    </>
                  ),
                },
                {
                  label: "Last asked",
                  value: gateway.lastIp ? (
                    <>
                      from {gateway.lastIp}
                      {gateway.lastAgent ? `, ${gateway.lastAgent}` : ""}
                    </>
                  ) : (
                    "–"
                  ),
                },
                { label: "Id", value: gateway.id, mono: true },
              ]}
            />
          </Section>
          <SecretsSection secrets={secrets} now={now} />
          <HistorySection events={events} now={now} hasName />
        </div>
      </div>
    </>
  );
}

function RunSection({ gateway }: { gateway: Pick<GatewayDetails, "name" | "kind"> }) {
  return (
    <Section
      title="How to run it"
      description={
        <>
          <code className="font-mono text-sm">UPSTREAM</code> is where your API listens,{" "}
          <code className="font-mono text-sm">PORT</code> where the gateway does. The README in the bundle
          says how it goes into {gatewayKindLabels[gateway.kind]} that runs already.
        </>
      }
    >
      <CodeBlock label="Commands that run it" code={bundleCommands(gateway.name)} />
    </Section>
  );
}
