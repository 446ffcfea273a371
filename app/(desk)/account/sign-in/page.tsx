import type { Metadata } from "next";
import { changeSignInPolicyAction } from "@/app/(desk)/account/sign-in/actions";
import { requireDesk } from "@/app/desk-context";
import { expectDone } from "@/app/expect-done";
import { AccountHeader } from "@/components/account/account-header";
import { SignInPolicy } from "@/components/sign-in-policy/sign-in-policy";
import { canDo } from "@/domain/access/actions";
import { loadAccount } from "@/services/accounts/load";
import { loadSignInPolicy } from "@/services/sign-in-policy/load";

export const metadata: Metadata = { title: "Sign-in policy" };

export default async function SignInPolicyPage() {
  const { context, viewer } = await requireDesk("sign_in_policy.view");
  const [account, policy] = await Promise.all([
    loadAccount(context).then(expectDone),
    loadSignInPolicy(context).then(expectDone),
  ]);
  const mayChange = canDo(viewer, "sign_in_policy.change");
  return (
    <>
      <AccountHeader account={account} current="/account/sign-in" />
      <div className="grid max-w-4xl gap-10">
        <SignInPolicy
          policy={policy}
          hasOwnFactor={viewer.secondFactors.length > 0}
          change={mayChange ? changeSignInPolicyAction : null}
        />
        {mayChange ? null : (
          <p className="text-muted">The sign-in policy is changed by administrators of the account.</p>
        )}
      </div>
    </>
  );
}
