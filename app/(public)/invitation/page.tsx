import type { Metadata } from "next";
import { acceptInvitationAction, openInvitationAction } from "@/app/(public)/invitation/actions";
import { Accept } from "@/components/forms/accept-form";

export const metadata: Metadata = { title: "Invitation" };

export default function InvitationPage() {
  return <Accept open={openInvitationAction} accept={acceptInvitationAction} />;
}
