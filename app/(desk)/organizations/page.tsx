import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { createOrganizationAction } from "@/app/(desk)/organizations/actions";
import { requireDesk } from "@/app/desk-context";
import { BadListAddress } from "@/components/data-table/bad-address";
import { organizationParams } from "@/components/organizations/organization-params";
import { Organizations } from "@/components/organizations/organizations";
import { canDo } from "@/domain/access/actions";
import { listOrganizations } from "@/services/organizations/list";

export const metadata: Metadata = { title: "Organizations" };

export default async function OrganizationsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { context, viewer } = await requireDesk("organization.view");
  const { q, dir, page, per } = await organizationParams.load(searchParams);
  const found = await listOrganizations(context, { q, dir, page, pageSize: per });
  if (!found.ok)
    return <BadListAddress title="Organizations" refusal={found.refusal} list="/organizations" />;
  return (
    <Organizations
      page={found.value}
      mayCreate={canDo(viewer, "organization.create")}
      mayEdit={canDo(viewer, "organization.edit")}
      actions={{ create: createOrganizationAction }}
    />
  );
}
