import type { Metadata } from "next";
import { changeRetentionAction, liftHoldAction, setHoldAction } from "@/app/(desk)/account/retention/actions";
import { requireDesk } from "@/app/desk-context";
import { expectDone } from "@/app/expect-done";
import { AccountHeader } from "@/components/account/account-header";
import { LegalHold } from "@/components/retention/legal-hold";
import { RetentionTerm } from "@/components/retention/retention-term";
import { canDo } from "@/domain/access/actions";
import { loadAccount } from "@/services/accounts/load";
import { loadRetention } from "@/services/audit/retention/load";

export const metadata: Metadata = { title: "Audit retention" };

export default async function RetentionPage() {
  const { context, viewer } = await requireDesk("retention.view");
  const [account, retention] = await Promise.all([
    loadAccount(context).then(expectDone),
    loadRetention(context).then(expectDone),
  ]);
  return (
    <>
      <AccountHeader account={account} current="/account/retention" />
      <div className="grid max-w-4xl gap-10">
        <RetentionTerm
          retention={retention}
          now={context.now()}
          change={canDo(viewer, "retention.change") ? changeRetentionAction : null}
        />
        <LegalHold
          hold={retention.hold}
          set={canDo(viewer, "legal_hold.set") ? setHoldAction : null}
          lift={canDo(viewer, "legal_hold.lift") ? liftHoldAction : null}
        />
        {canDo(viewer, "retention.change") ? null : (
          <p className="text-muted">Retention and legal hold are changed by administrators of the account.</p>
        )}
      </div>
    </>
  );
}
