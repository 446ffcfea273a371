import type { Metadata } from "next";
import { cache } from "react";
import { clientActions, clientRightsOf } from "@/app/(desk)/account/clients/client-actions";
import { getDeskContext, requireDesk } from "@/app/desk-context";
import { expectDone } from "@/app/expect-done";
import { ClientPage } from "@/components/api-clients/client-page";
import { planIncludes } from "@/domain/access/plans";
import { typeRule } from "@/domain/tokens/types";
import { listClientTokens } from "@/services/api-clients/list-tokens";
import { loadApiClient } from "@/services/api-clients/load";

type Props = { params: Promise<{ apiClientId: string }> };

const loadClient = cache(async (apiClientId: string) =>
  loadApiClient(await getDeskContext(), { apiClientId }),
);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const client = await loadClient((await params).apiClientId);
  return { title: client.ok ? client.value.name : "Not found" };
}

export default async function ApiClientPage({ params }: Props) {
  const { context, viewer } = await requireDesk("api_client.view");
  const { apiClientId } = await params;
  const [client, tokens] = await Promise.all([
    loadClient(apiClientId).then(expectDone),
    listClientTokens(context, { apiClientId }).then(expectDone),
  ]);
  const needed = typeRule("account").plan;
  return (
    <ClientPage
      client={client}
      tokens={tokens}
      planNeeded={planIncludes(viewer.account.plan, needed) ? null : needed}
      rights={clientRightsOf(viewer)}
      actions={clientActions}
      baseUrl={context.config.apiUrl}
    />
  );
}
