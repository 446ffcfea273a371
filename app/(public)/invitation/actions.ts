"use server";

import { getBaseContext } from "@/app/desk-context";
import { startBrowserSession } from "@/app/start-session";
import type { AcceptInput } from "@/components/forms/accept-form";
import type { OpenInvitation } from "@/domain/access/people-views";
import { done, type Result } from "@/domain/result";
import { acceptInvitation } from "@/services/invitations/accept";
import { openInvitation } from "@/services/invitations/open";

/** What the link invites to. */
export async function openInvitationAction(input: { secret: string }): Promise<Result<OpenInvitation>> {
  return openInvitation(await getBaseContext(), input);
}

/** Joins the account and signs in. */
export async function acceptInvitationAction(input: AcceptInput): Promise<Result<null>> {
  const result = await acceptInvitation(await getBaseContext(), input);
  if (!result.ok) return result;
  await startBrowserSession(result.value);
  return done(null);
}
