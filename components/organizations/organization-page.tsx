"use client";

import { Pencil } from "lucide-react";
import { useState } from "react";
import { type OrganizationActions, OrganizationDialog } from "@/components/organizations/organization-dialog";
import { Button } from "@/components/ui/button";
import { Facts } from "@/components/ui/facts";
import { formatCount } from "@/components/ui/format-count";
import { PageHeader } from "@/components/ui/page-header";
import { DateTime } from "@/components/ui/relative-time";
import type { OrganizationSummary } from "@/domain/access/people-views";

/** One organization and its facts. */
export function OrganizationDetails({
  organization,
  mayEdit,
  actions,
}: {
  organization: OrganizationSummary;
  mayEdit: boolean;
  actions: OrganizationActions;
}) {
  const [isEditing, setEditing] = useState(false);
  return (
    <>
      <PageHeader
        title={organization.name}
        crumbs={[{ label: "Organizations", href: "/organizations" }]}
        actions={
          mayEdit ? (
            <Button icon={<Pencil />} onClick={() => setEditing(true)}>
              Edit
            </Button>
          ) : null
        }
      />
      {organization.description ? (
        <p className="mb-4 max-w-[72ch] whitespace-pre-line text-muted wrap-anywhere">
          {organization.description}
        </p>
      ) : null}
      <Facts
        items={[
          { label: "Id", value: organization.id, mono: true },
          { label: "Locator", value: organization.locator, mono: true },
          { label: "Tokens", value: formatCount(organization.tokens) },
          { label: "Created", value: <DateTime at={organization.createdAt} precision="minute" /> },
        ]}
      />
      {isEditing ? (
        <OrganizationDialog organization={organization} actions={actions} onClose={() => setEditing(false)} />
      ) : null}
    </>
  );
}
