import type { Metadata } from "next";
import { changePolicyAction } from "@/app/(desk)/account/policy/actions";
import { requireDesk } from "@/app/desk-context";
import { expectDone } from "@/app/expect-done";
import { AccountHeader } from "@/components/account/account-header";
import { ChangePolicyButton } from "@/components/policy/change-policy";
import { PolicyValues } from "@/components/policy/policy-values";
import { canDo } from "@/domain/access/actions";
import { loadAccount } from "@/services/accounts/load";
import { loadPolicy } from "@/services/policy/load";

export const metadata: Metadata = { title: "Token policy" };

export default async function PolicyPage() {
  const { context, viewer } = await requireDesk("policy.view");
  const [account, policy] = await Promise.all([
    loadAccount(context).then(expectDone),
    loadPolicy(context).then(expectDone),
  ]);
  const mayChange = canDo(viewer, "policy.change");
  return (
    <>
      <AccountHeader
        account={account}
        current="/account/policy"
        actions={mayChange ? <ChangePolicyButton policy={policy} change={changePolicyAction} /> : null}
      />
      <div className="grid max-w-4xl gap-10">
        <PolicyValues policy={policy} />
        {mayChange ? null : (
          <p className="text-muted">The token policy is changed by administrators of the account.</p>
        )}
      </div>
    </>
  );
}
