import type { Metadata } from "next";
import { DownloadedSection } from "@/app/(desk)/gateways/downloaded-section";
import { rightsOf } from "@/app/(desk)/integrations/api-access/load";
import { tokenActions } from "@/app/(desk)/integrations/api-access/token-actions";
import {
  createOrganizationAction,
  deleteOrganizationAction,
  editOrganizationAction,
  loadDeletionFactsAction,
} from "@/app/(desk)/organizations/actions";
import { requireDesk } from "@/app/desk-context";
import { expectDone } from "@/app/expect-done";
import { type EditedType, EditOrganization } from "@/components/organizations/edit-page";
import { loadOrganization } from "@/services/organizations/list";
import { loadCreationOptions } from "@/services/tokens/creation-options";
import { listTokens } from "@/services/tokens/list";

export const metadata: Metadata = { title: "Edit organization" };

type Props = { params: Promise<{ organizationId: string }> };

export default async function EditOrganizationPage({ params }: Props) {
  const desk = await requireDesk("organization.edit");
  const { context, viewer } = desk;
  const { organizationId } = await params;
  const tokensOf = async (type: EditedType) =>
    expectDone(await listTokens(context, { organization: [organizationId], type: [type], pageSize: 25 }));
  const [organization, creation, exports, downloads, organizations] = await Promise.all([
    loadOrganization(context, { organizationId }).then(expectDone),
    loadCreationOptions(context).then(expectDone),
    tokensOf("export"),
    tokensOf("download"),
    tokensOf("organization"),
  ]);
  return (
    <EditOrganization
      organization={organization}
      pages={{ export: exports, download: downloads, organization: organizations }}
      creation={creation}
      plan={viewer.account.plan}
      rights={rightsOf(viewer)}
      tokenActions={tokenActions}
      actions={{
        create: createOrganizationAction,
        edit: editOrganizationAction,
        loadDeletionFacts: loadDeletionFactsAction,
        remove: deleteOrganizationAction,
      }}
      baseUrl={context.config.apiUrl}
      gateways={<DownloadedSection desk={desk} organization={organization} />}
    />
  );
}
