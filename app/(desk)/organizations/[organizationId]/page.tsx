import type { Metadata } from "next";
import { getDeskContext, requireDesk } from "@/app/desk-context";
import { expectDone } from "@/app/expect-done";
import { OrganizationDetails } from "@/components/organizations/organization-page";
import { canDo } from "@/domain/access/actions";
import { countOrganizationTokens } from "@/services/organizations/count-tokens";
import { loadOrganization } from "@/services/organizations/list";
import { listTokens } from "@/services/tokens/list";

type Props = { params: Promise<{ organizationId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const organization = await loadOrganization(await getDeskContext(), await params);
  return { title: organization.ok ? organization.value.name : "Not found" };
}

export default async function OrganizationPage({ params }: Props) {
  const { context, viewer } = await requireDesk("organization.view");
  const { organizationId } = await params;
  const [organization, counts, singles] = await Promise.all([
    loadOrganization(context, { organizationId }).then(expectDone),
    countOrganizationTokens(context, { organizationId }).then(expectDone),
    listTokens(context, { organization: [organizationId], type: ["export", "download"], pageSize: 25 }).then(
      expectDone,
    ),
  ]);
  const mayEdit = canDo(viewer, "organization.edit");
  return (
    <OrganizationDetails
      organization={organization}
      counts={counts}
      singles={singles.rows}
      keysHref={mayEdit ? `/general/api-keys?organization=${organizationId}` : null}
      mayEdit={mayEdit}
      baseUrl={context.config.apiUrl}
      now={singles.now}
    />
  );
}
