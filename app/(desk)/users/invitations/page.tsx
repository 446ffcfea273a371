import type { Metadata } from "next";
import { loadPeopleFrame, openInvitations } from "@/app/(desk)/users/load";
import { peopleActions } from "@/app/(desk)/users/people-actions";
import { InvitationList } from "@/components/people/invitation-list";
import { PeopleHeader } from "@/components/people/people-header";

export const metadata: Metadata = { title: "Invitations" };

export default async function InvitationsPage() {
  const { context, invitations, mayEdit, suggestions } = await loadPeopleFrame();
  const shared = { mayEdit, actions: peopleActions, suggestions };
  return (
    <>
      <PeopleHeader current="/users/invitations" pending={openInvitations(invitations)} {...shared} />
      <InvitationList invitations={invitations} now={context.now()} {...shared} />
    </>
  );
}
