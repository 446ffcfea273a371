import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { exportActions } from "@/app/(desk)/exports/export-actions";
import { loadApiAccess, rightsOf } from "@/app/(desk)/integrations/api-access/load";
import { tokenActions } from "@/app/(desk)/integrations/api-access/token-actions";
import { startReviewActions } from "@/app/(desk)/reviews/review-actions";
import { deleteViewAction, saveViewAction } from "@/app/(desk)/saved-view-actions";
import { requireDesk } from "@/app/desk-context";
import { BadAddress } from "@/components/data-table/bad-address";
import { ApiAccess } from "@/components/tokens/api-access";
import { apiAccessPath } from "@/components/tokens/token-table-params";
import { PageHeader } from "@/components/ui/page-header";
import { canDo } from "@/domain/access/actions";

export const metadata: Metadata = { title: "API access" };

export default async function ApiAccessPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const desk = await requireDesk("token.view");
  const asked = await searchParams;
  const data = await loadApiAccess(desk, asked);
  if (!data.ok)
    return (
      <>
        <PageHeader title="API access" crumbs={[{ label: "Integrations" }]} />
        <BadAddress refusal={data.refusal} list={apiAccessPath} />
      </>
    );
  return (
    <ApiAccess
      {...data.value}
      baseUrl={desk.context.config.apiUrl}
      rights={rightsOf(desk.viewer)}
      actions={tokenActions}
      exports={exportActions}
      viewActions={{ save: saveViewAction, remove: deleteViewAction }}
      isBegun={asked.generate !== undefined}
      reviews={canDo(desk.viewer, "review.start") ? startReviewActions : null}
    />
  );
}
