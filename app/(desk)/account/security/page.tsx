import type { Metadata } from "next";
import { changePasswordAction } from "@/app/(desk)/account/actions";
import { requireDesk } from "@/app/desk-context";
import { ChangePasswordForm } from "@/components/people/change-password-form";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";

export const metadata: Metadata = { title: "Security" };

export default async function SecurityPage() {
  const { viewer } = await requireDesk("password.change");
  return (
    <>
      <PageHeader title="Security" />
      <Section
        title="Password"
        description="Changing it ends your other sessions, and reset links that are open."
      >
        <ChangePasswordForm email={viewer.email} change={changePasswordAction} />
      </Section>
    </>
  );
}
