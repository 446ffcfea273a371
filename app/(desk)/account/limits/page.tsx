import type { Metadata } from "next";
import { changeLimits } from "@/app/(desk)/account/limits/actions";
import { exportActions } from "@/app/(desk)/exports/export-actions";
import { requireDesk } from "@/app/desk-context";
import { expectDone } from "@/app/expect-done";
import { AccountHeader } from "@/components/account/account-header";
import { ChangeLimitsButton } from "@/components/account/change-limits";
import { LimitFacts } from "@/components/account/limit-facts";
import { PlanContents } from "@/components/account/plan-contents";
import { UsageToday } from "@/components/account/usage-today";
import { ExportButton } from "@/components/export/export-button";
import { canDo } from "@/domain/access/actions";
import { loadAccount } from "@/services/accounts/load";
import { loadPlanUse } from "@/services/accounts/plan-use";
import { loadAccountUsage } from "@/services/limits/load-account-usage";

export const metadata: Metadata = { title: "Plan and limits" };

export default async function LimitsPage() {
  const { context, viewer } = await requireDesk("account.view");
  const [account, usage, use] = await Promise.all([
    loadAccount(context).then(expectDone),
    loadAccountUsage(context).then(expectDone),
    loadPlanUse(context).then(expectDone),
  ]);
  return (
    <>
      <AccountHeader
        account={account}
        current="/account/limits"
        actions={
          <>
            {canDo(viewer, "usage.export") ? (
              <ExportButton what="usage" filter={{}} actions={exportActions} />
            ) : null}
            {canDo(viewer, "account.change_limits") ? (
              <ChangeLimitsButton accountName={account.name} usage={usage} use={use} change={changeLimits} />
            ) : null}
          </>
        }
      />
      <div className="grid max-w-4xl gap-10">
        <UsageToday usage={usage} now={context.now()} />
        <LimitFacts usage={usage} />
        <PlanContents plan={account.plan} use={use} />
        {canDo(viewer, "account.change_limits") ? null : (
          <p className="text-muted">Plan and limits are changed by the operator of this Keydesk.</p>
        )}
      </div>
    </>
  );
}
