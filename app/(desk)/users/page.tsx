import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { loadPeopleFrame, loadUsers, openInvitations } from "@/app/(desk)/users/load";
import { peopleActions } from "@/app/(desk)/users/people-actions";
import { BadAddress } from "@/components/data-table/bad-address";
import { PeopleHeader } from "@/components/people/people-header";
import { peopleParams } from "@/components/people/people-params";
import { UsersTable } from "@/components/people/users-table";

export const metadata: Metadata = { title: "Users" };

export default async function UsersPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const frame = await loadPeopleFrame();
  const page = await loadUsers(frame, "person", await peopleParams.load(searchParams));
  const shared = { mayEdit: frame.mayEdit, actions: peopleActions, suggestions: frame.suggestions };
  return (
    <>
      <PeopleHeader current="/users" pending={openInvitations(frame.invitations)} {...shared} />
      {page.ok ? (
        <UsersTable kind="person" page={page.value} viewerId={frame.viewer.userId} {...shared} />
      ) : (
        <BadAddress refusal={page.refusal} list="/users" />
      )}
    </>
  );
}
