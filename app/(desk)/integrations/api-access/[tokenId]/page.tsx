import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { rightsOf } from "@/app/(desk)/integrations/api-access/load";
import { tokenActions } from "@/app/(desk)/integrations/api-access/token-actions";
import { getDeskContext, requireDesk } from "@/app/desk-context";
import { TokenPage } from "@/components/tokens/page/token-page";
import { loadTokenDetails } from "@/services/tokens/details";

type Props = { params: Promise<{ tokenId: string }> };

const loadDetails = cache(async (tokenId: string) => loadTokenDetails(await getDeskContext(), { tokenId }));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const details = await loadDetails((await params).tokenId);
  return { title: details.ok ? details.value.name : "Not found" };
}

/** An unknown id, one of another account and one that is no id at all are answered alike. */
export default async function TokenDetailsPage({ params }: Props) {
  const { context, viewer } = await requireDesk("token.view");
  const details = await loadDetails((await params).tokenId);
  if (!details.ok) notFound();
  return (
    <TokenPage
      token={details.value}
      rights={rightsOf(viewer)}
      actions={tokenActions}
      baseUrl={context.config.apiUrl}
    />
  );
}
