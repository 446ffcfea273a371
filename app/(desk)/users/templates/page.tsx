import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { loadPeopleFrame, loadUsers, openInvitations } from "@/app/(desk)/users/load";
import { peopleActions } from "@/app/(desk)/users/people-actions";
import { BadAddress } from "@/components/data-table/bad-address";
import { PeopleHeader } from "@/components/people/people-header";
import { templateParams } from "@/components/people/people-params";
import { UsersTable } from "@/components/people/users-table";

export const metadata: Metadata = { title: "Template users" };

export default async function TemplateUsersPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const frame = await loadPeopleFrame();
  const page = await loadUsers(frame, "template", await templateParams.load(searchParams));
  const shared = { mayEdit: frame.mayEdit, actions: peopleActions, suggestions: frame.suggestions };
  return (
    <>
      <PeopleHeader current="/users/templates" pending={openInvitations(frame.invitations)} {...shared} />
      {page.ok ? (
        <UsersTable kind="template" page={page.value} viewerId={frame.viewer.userId} {...shared} />
      ) : (
        <BadAddress refusal={page.refusal} list="/users/templates" />
      )}
    </>
  );
}
