import type { ReactNode } from "react";
import { PlanNote } from "@/components/account/plan-note";
import { DeleteOrganization } from "@/components/organizations/delete-organization";
import type { OrganizationActions } from "@/components/organizations/organization-actions";
import { OrganizationForm } from "@/components/organizations/organization-form";
import { narrowOptions } from "@/components/tokens/generate/narrow-options";
import { gridHref } from "@/components/tokens/grid-href";
import type { TokenActions } from "@/components/tokens/token-actions";
import type { TokenRights } from "@/components/tokens/token-rights";
import { TokenSection } from "@/components/tokens/token-section";
import { CodeBlock } from "@/components/ui/code-block";
import { PageHeader } from "@/components/ui/page-header";
import type { OrganizationSummary } from "@/domain/access/people-views";
import type { Plan } from "@/domain/access/plans";
import { curlSample } from "@/domain/tokens/samples";
import { tokenFromEnvironment } from "@/domain/tokens/token-variable";
import type { TokenCreationOptions, TokenPage } from "@/domain/tokens/token-views";
import { type ListedTokenType, typeRule } from "@/domain/tokens/types";

export type EditedType = "export" | "download" | "organization";

/** runZero's Edit organization: name and description, then its tokens type by type, then its end. */
export function EditOrganization({
  organization,
  pages,
  creation,
  plan,
  rights,
  tokenActions,
  actions,
  baseUrl,
  gateways,
}: {
  organization: OrganizationSummary;
  pages: Readonly<Record<EditedType, TokenPage>>;
  creation: TokenCreationOptions;
  plan: Plan;
  rights: TokenRights;
  tokenActions: TokenActions;
  actions: OrganizationActions;
  baseUrl: string;
  /** The gateways that were made by downloads. */
  gateways?: ReactNode;
}) {
  const of = (type: EditedType) => ({
    page: pages[type],
    creation: narrowOptions(creation, type, organization),
    allHref: gridHref({ organization: [organization.id], type: [type] }),
    rights,
    actions: tokenActions,
    baseUrl,
  });
  return (
    <>
      <PageHeader
        title="Edit organization"
        crumbs={[
          { label: "Organizations", href: "/organizations" },
          { label: organization.name, href: `/organizations/${organization.id}` },
        ]}
      />
      <div className="grid max-w-5xl gap-10">
        <OrganizationForm organization={organization} edit={actions.edit} />
        <TokenSection
          {...of("export")}
          title="Export token"
          description={`Reads what is under /api/v1.0/export for ${organization.name}, and nothing else. There is one at a time.`}
          generateLabel="Generate export token"
          initialName={nameFor("Export token", organization)}
          empty="There is no export token. Generate one to let a program read the exports."
        >
          <Sample type="export" baseUrl={baseUrl} label="Export with the token" />
        </TokenSection>
        <TokenSection
          {...of("download")}
          title="Download token"
          description={`Downloads gateway bundles that are set up for ${organization.name}, and nothing else: for machines that install themselves. There is one at a time.`}
          generateLabel="Generate download token"
          initialName={nameFor("Download token", organization)}
          empty="There is no download token. Generate one to let machines fetch a gateway bundle."
        >
          <Sample type="download" baseUrl={baseUrl} label="Download with the token" />
        </TokenSection>
        {gateways}
        <TokenSection
          {...of("organization")}
          title="Organization API tokens"
          description={`Read and write in ${organization.name} under /api/v1.0/org, and read its exports. Name each after the program that uses it.`}
          generateLabel="Generate organization API token"
          empty="There are no organization API tokens yet. Generate one for each program that works in this organization."
          note={
            <PlanNote what="Organization API tokens" needed={typeRule("organization").plan} plan={plan} />
          }
        >
          <Sample type="organization" baseUrl={baseUrl} label="Call with an organization API token" />
        </TokenSection>
        <DeleteOrganization organization={organization} actions={actions} />
      </div>
    </>
  );
}

// The one call that shows what the type is for; the token comes from the environment.
function Sample({ type, baseUrl, label }: { type: ListedTokenType; baseUrl: string; label: string }) {
  const { scheme } = typeRule(type);
  return (
    <CodeBlock label={label} code={curlSample({ baseUrl, scheme, type, secret: tokenFromEnvironment })} />
  );
}

// The form lets it be changed; a long name of the organization is cut so that the whole stays allowed.
function nameFor(what: string, organization: { name: string }): string {
  return `${what} of ${Array.from(organization.name).slice(0, 120).join("")}`;
}
