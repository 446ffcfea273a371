"use server";

import { getBaseContext } from "@/app/desk-context";
import { enterBrowser } from "@/app/start-session";
import type { Accepted, AcceptInput } from "@/components/forms/accept-form";
import type { OpenInvitation } from "@/domain/access/people-views";
import { done, type Result } from "@/domain/result";
import { acceptInvitation } from "@/services/invitations/accept";
import { openInvitation } from "@/services/invitations/open";

/** What the link invites to. */
export async function openInvitationAction(input: { secret: string }): Promise<Result<OpenInvitation>> {
  return openInvitation(await getBaseContext(), input);
}

/** Joins the account and signs in, as far as the second step of who has one. */
export async function acceptInvitationAction(input: AcceptInput): Promise<Result<Accepted>> {
  const result = await acceptInvitation(await getBaseContext(), input);
  if (!result.ok) return result;
  return done({ awaitsSecondStep: await enterBrowser(result.value) });
}
