import { Building2 } from "lucide-react";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";

/** API keys belong to organizations, and the account has none yet. */
export function NoOrganization() {
  return (
    <>
      <PageHeader title="API keys" crumbs={[{ label: "General" }]} />
      <div className="border-t">
        <EmptyState
          icon={<Building2 />}
          title="No organization yet"
          actions={
            <ButtonLink href="/organizations" variant="primary">
              Organizations
            </ButtonLink>
          }
        >
          Each API key works for one organization. Create an organization first.
        </EmptyState>
      </div>
    </>
  );
}
