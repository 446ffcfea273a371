"use client";

import { Building2, Pencil, Plus } from "lucide-react";
import { useState } from "react";
import { DataTable } from "@/components/data-table/data-table";
import { RefreshButton } from "@/components/data-table/refresh-button";
import { RowLink } from "@/components/data-table/row-link";
import type { TableColumn } from "@/components/data-table/table-column";
import type { OrganizationActions } from "@/components/organizations/organization-actions";
import { organizationParams } from "@/components/organizations/organization-params";
import { Button } from "@/components/ui/button";
import { dialogOnDemand } from "@/components/ui/dialog-on-demand";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format-count";
import { PageHeader } from "@/components/ui/page-header";
import { DateTime } from "@/components/ui/relative-time";
import type { OrganizationPage, OrganizationSummary } from "@/domain/access/people-views";

const OrganizationDialog = dialogOnDemand(
  async () => (await import("@/components/organizations/organization-dialog")).OrganizationDialog,
);

const hrefOf = (organization: OrganizationSummary) => `/organizations/${organization.id}`;

const columns: TableColumn<OrganizationSummary>[] = [
  {
    id: "name",
    header: "Name",
    width: 260,
    sortable: true,
    hideable: false,
    card: "title",
    cell: (row) => (
      <>
        <RowLink href={hrefOf(row)}>{row.name}</RowLink>
        {row.description ? <span className="hidden text-muted cards:block">{row.description}</span> : null}
      </>
    ),
  },
  {
    id: "description",
    header: "Description",
    width: 300,
    clip: true,
    card: "none",
    cell: (row) => (
      <span className="text-muted" title={row.description}>
        {row.description || "–"}
      </span>
    ),
  },
  {
    id: "locator",
    header: "Locator",
    width: 110,
    card: "none",
    cell: (row) => <span className="font-mono text-sm">{row.locator}</span>,
  },
  {
    id: "tokens",
    header: "Tokens",
    width: 80,
    numeric: true,
    cell: (row) => (
      <>
        {formatCount(row.tokens)}
        <span aria-hidden="true" className="hidden cards:inline">
          {row.tokens === 1 ? " token" : " tokens"}
        </span>
      </>
    ),
  },
  {
    id: "created",
    header: "Created",
    width: 110,
    card: "none",
    cell: (row) => <DateTime at={row.createdAt} />,
  },
];

/** The account's organizations. */
export function Organizations({
  page,
  mayEdit,
  mayCreate,
  actions,
}: {
  page: OrganizationPage;
  mayEdit: boolean;
  mayCreate: boolean;
  actions: Pick<OrganizationActions, "create">;
}) {
  const [isCreating, setCreating] = useState(false);
  const create = (
    <Button
      variant="primary"
      icon={<Plus />}
      {...OrganizationDialog.likely}
      onClick={() => setCreating(true)}
    >
      New organization
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Organizations"
        actions={
          <>
            <RefreshButton />
            {mayCreate ? create : null}
          </>
        }
      />
      <DataTable
        label="Organizations"
        params={organizationParams}
        columns={columns}
        rows={page.rows}
        total={page.total}
        rowId={(row) => row.id}
        rowName={(row) => row.name}
        rowHref={hrefOf}
        {...(mayEdit
          ? {
              rowActions: (row: OrganizationSummary) => [
                { kind: "link", id: "edit", label: "Edit", icon: <Pencil />, href: `${hrefOf(row)}/edit` },
              ],
            }
          : {})}
        search={{ label: "Search organizations", placeholder: "Name, description or locator" }}
        empty={
          <EmptyState icon={<Building2 />} title="No organizations yet" actions={mayCreate ? create : null}>
            An organization is a part of the account, such as a program or a site, with tokens of its own.
          </EmptyState>
        }
      />
      {isCreating ? <OrganizationDialog create={actions.create} onClose={() => setCreating(false)} /> : null}
    </>
  );
}
