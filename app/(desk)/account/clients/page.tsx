import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { clientActions, clientRightsOf } from "@/app/(desk)/account/clients/client-actions";
import { requireDesk } from "@/app/desk-context";
import { expectDone } from "@/app/expect-done";
import { AccountHeader } from "@/components/account/account-header";
import { ApiClients } from "@/components/api-clients/api-clients";
import { ClientExamples } from "@/components/api-clients/client-examples";
import { loadAccount } from "@/services/accounts/load";
import { listApiClients } from "@/services/api-clients/list";

export const metadata: Metadata = { title: "API clients" };

export default async function ApiClientsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { context, viewer } = await requireDesk("api_client.view");
  const [account, clients, { create }] = await Promise.all([
    loadAccount(context).then(expectDone),
    listApiClients(context).then(expectDone),
    searchParams,
  ]);
  const { apiUrl } = context.config;
  return (
    <>
      <AccountHeader account={account} current="/account/clients" />
      <ApiClients
        clients={clients}
        plan={account.plan}
        rights={clientRightsOf(viewer)}
        actions={clientActions}
        baseUrl={apiUrl}
        now={context.now()}
        isBegun={create !== undefined}
      >
        <ClientExamples baseUrl={apiUrl} />
      </ApiClients>
    </>
  );
}
