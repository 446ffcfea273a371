import type { Metadata } from "next";
import { createOrganizationAction, editOrganizationAction } from "@/app/(desk)/organizations/actions";
import { requireDesk } from "@/app/desk-context";
import { expectDone } from "@/app/expect-done";
import { OrganizationDetails } from "@/components/organizations/organization-page";
import { canDo } from "@/domain/access/actions";
import { loadOrganization } from "@/services/organizations/list";

export const metadata: Metadata = { title: "Organization" };

export default async function OrganizationPage({ params }: { params: Promise<{ organizationId: string }> }) {
  const { context, viewer } = await requireDesk("organization.view");
  return (
    <OrganizationDetails
      organization={expectDone(await loadOrganization(context, await params))}
      mayEdit={canDo(viewer, "organization.edit")}
      actions={{ create: createOrganizationAction, edit: editOrganizationAction }}
    />
  );
}
