import { Pencil } from "lucide-react";
import { OrganizationTokens } from "@/components/organizations/organization-tokens";
import { ButtonLink } from "@/components/ui/button-link";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { PageHeader } from "@/components/ui/page-header";
import { DateTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { organizationSample } from "@/domain/access/account-samples";
import type { OrganizationTokenCount } from "@/domain/access/organization-views";
import type { OrganizationSummary } from "@/domain/access/people-views";
import type { TokenSummary } from "@/domain/tokens/token-views";

/** One organization: its facts, its tokens at a glance, and how a call names it. */
export function OrganizationDetails({
  organization,
  counts,
  singles,
  keysHref,
  mayEdit,
  baseUrl,
  now,
}: {
  organization: OrganizationSummary;
  counts: readonly OrganizationTokenCount[];
  singles: readonly TokenSummary[];
  keysHref: string | null;
  mayEdit: boolean;
  baseUrl: string;
  now: Date;
}) {
  return (
    <>
      <PageHeader
        title={organization.name}
        crumbs={[{ label: "Organizations", href: "/organizations" }]}
        meta={
          <>
            <span className="flex min-w-0 items-center gap-1.5">
              <span className="shrink-0">Id</span>{" "}
              <code className="wrap-anywhere font-mono text-sm">{organization.id}</code>
              <CopyButton text={organization.id} copyLabel="Copy id" />
            </span>
            <span aria-hidden="true">·</span>
            <span>
              Locator <code className="font-mono text-sm">{organization.locator}</code>
            </span>
            <span aria-hidden="true">·</span>
            <span>
              created <DateTime at={organization.createdAt} />
            </span>
          </>
        }
        actions={
          mayEdit ? (
            <ButtonLink icon={<Pencil />} href={`/organizations/${organization.id}/edit`}>
              Edit organization
            </ButtonLink>
          ) : null
        }
      />
      {organization.description ? (
        <p className="mb-6 max-w-[72ch] whitespace-pre-line text-muted wrap-anywhere">
          {organization.description}
        </p>
      ) : null}
      <div className="grid max-w-5xl gap-8">
        <OrganizationTokens
          organizationId={organization.id}
          counts={counts}
          singles={singles}
          keysHref={keysHref}
          now={now}
        />
        <Section
          title="Calls with an account token"
          description={
            <>
              Tokens of an organization carry it. An account token carries none: add{" "}
              <code className="font-mono text-sm">_oid</code> with the id of the organization that the call is
              about.
            </>
          }
        >
          <CodeBlock
            label="Call that names the organization"
            code={organizationSample(baseUrl, organization.id)}
            accents={[`_oid=${organization.id}`]}
          />
        </Section>
      </div>
    </>
  );
}
