import type { Metadata } from "next";
import { endOtherSessionsAction, endSessionAction } from "@/app/(desk)/account/actions";
import { requireDesk } from "@/app/desk-context";
import { expectDone } from "@/app/expect-done";
import { SessionList } from "@/components/people/session-list";
import { listOwnSessions } from "@/services/sessions/list-own";

export const metadata: Metadata = { title: "Sessions" };

export default async function SessionsPage() {
  const { context } = await requireDesk("session.view");
  return (
    <SessionList
      sessions={expectDone(await listOwnSessions(context))}
      now={context.now()}
      actions={{ end: endSessionAction, endOthers: endOtherSessionsAction }}
    />
  );
}
