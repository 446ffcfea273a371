import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { makeDefault, reveal } from "@/app/(desk)/general/api-keys/actions";
import { tokenActions } from "@/app/(desk)/integrations/api-access/token-actions";
import { requireDesk } from "@/app/desk-context";
import { expectDone } from "@/app/expect-done";
import { ApiKeys } from "@/components/api-keys/api-keys";
import { NoOrganization } from "@/components/api-keys/no-organization";
import { listApiKeys } from "@/services/tokens/list-api-keys";

export const metadata: Metadata = { title: "API keys" };

export default async function ApiKeysPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { context } = await requireDesk("api_key.view");
  const { organization: organizationId } = await searchParams;
  const page = expectDone(await listApiKeys(context, { organizationId }));
  const { organization } = page;
  if (organization === null) return <NoOrganization />;
  return (
    <ApiKeys
      // Another organization's page begins anew: nothing that is shown or typed goes with it.
      key={organization.id}
      page={{ ...page, organization }}
      baseUrl={context.config.apiUrl}
      jwtPolicy={context.config.jwtPolicy}
      actions={{ reveal, makeDefault, tokens: tokenActions }}
    />
  );
}
