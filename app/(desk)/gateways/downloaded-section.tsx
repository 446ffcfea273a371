import { removeDownloaded } from "@/app/(desk)/gateways/actions";
import type { Desk } from "@/app/desk-context";
import { expectDone } from "@/app/expect-done";
import { DownloadedGateways } from "@/components/gateways/downloaded-gateways";
import { canDo } from "@/domain/access/actions";
import { listDownloadedGateways } from "@/services/gateways/downloaded";

/** The gateways that programs downloaded for an organization, or for the account: a part of those pages. */
export async function DownloadedSection({
  desk: { context, viewer },
  organization,
}: {
  desk: Desk;
  organization: { readonly id: string; readonly name: string } | null;
}) {
  const list = await listDownloadedGateways(context, { organizationId: organization?.id ?? null });
  return (
    <DownloadedGateways
      gateways={expectDone(list)}
      of={organization?.name ?? viewer.account.name}
      now={context.now()}
      remove={canDo(viewer, "downloaded_gateway.delete") ? removeDownloaded : undefined}
    />
  );
}
