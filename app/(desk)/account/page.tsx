import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { DownloadedSection } from "@/app/(desk)/gateways/downloaded-section";
import { rightsOf } from "@/app/(desk)/integrations/api-access/load";
import { tokenActions } from "@/app/(desk)/integrations/api-access/token-actions";
import { requireDesk } from "@/app/desk-context";
import { expectDone } from "@/app/expect-done";
import { AccountHeader } from "@/components/account/account-header";
import { AccountTokens } from "@/components/account/account-tokens";
import { canDo } from "@/domain/access/actions";
import { loadAccount } from "@/services/accounts/load";
import { listOrganizations } from "@/services/organizations/list";
import { loadCreationOptions } from "@/services/tokens/creation-options";
import { listTokens } from "@/services/tokens/list";

export const metadata: Metadata = { title: "Account settings" };

export default async function AccountPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const desk = await requireDesk("account.view");
  const { context, viewer } = desk;
  const rights = rightsOf(viewer);
  const [account, page, creation, organizations, { generate }] = await Promise.all([
    loadAccount(context).then(expectDone),
    listTokens(context, { type: ["account"], pageSize: 25 }).then(expectDone),
    canDo(viewer, "token.create") ? loadCreationOptions(context).then(expectDone) : null,
    listOrganizations(context, { pageSize: 25 }).then(expectDone),
    searchParams,
  ]);
  return (
    <>
      <AccountHeader account={account} current="/account" />
      <AccountTokens
        account={account}
        page={page}
        creation={creation}
        organization={organizations.rows[0] ?? null}
        rights={rights}
        actions={tokenActions}
        baseUrl={context.config.apiUrl}
        isBegun={generate !== undefined}
      />
      <div className="mt-10 max-w-5xl">
        <DownloadedSection desk={desk} organization={null} />
      </div>
    </>
  );
}
