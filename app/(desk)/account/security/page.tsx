import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import {
  beginAppAction,
  beginKeyAction,
  changePasswordAction,
  confirmAppAction,
  confirmKeyAction,
  removeSecondFactorAction,
  renewRecoveryCodesAction,
} from "@/app/(desk)/account/actions";
import { requireDesk } from "@/app/desk-context";
import { expectDone } from "@/app/expect-done";
import { ChangePasswordForm } from "@/components/people/change-password-form";
import { RequiredNote } from "@/components/second-factors/required-note";
import { SecondFactorSection } from "@/components/second-factors/second-factor-section";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { parseReturnPath } from "@/domain/access/paths";
import { listOwnSecondFactors } from "@/services/second-factors/list-own";
import { whyNoKeys } from "@/services/second-factors/relying-party";

export const metadata: Metadata = { title: "Security" };

export default async function SecurityPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { viewer, context } = await requireDesk("password.change");
  const own = expectDone(await listOwnSecondFactors(context));
  const { next } = await searchParams;
  return (
    <>
      <PageHeader title="Security" />
      <RequiredNote
        account={viewer.account.name}
        isOwed={viewer.owesSecondFactor}
        isSetUp={own.factors.length > 0}
        hasOtherAccounts={viewer.accounts.length > 1}
        next={parseReturnPath(next)}
      />
      <div className="grid gap-8">
        <SecondFactorSection
          email={viewer.email}
          own={own}
          now={context.now()}
          whyNoKeys={whyNoKeys(context.config)}
          actions={{
            beginApp: beginAppAction,
            confirmApp: confirmAppAction,
            beginKey: beginKeyAction,
            confirmKey: confirmKeyAction,
            remove: removeSecondFactorAction,
            renewCodes: renewRecoveryCodesAction,
          }}
        />
        <Section
          title="Password"
          description="Changing it ends your other sessions, and reset links that are open."
        >
          <ChangePasswordForm email={viewer.email} change={changePasswordAction} />
        </Section>
      </div>
    </>
  );
}
