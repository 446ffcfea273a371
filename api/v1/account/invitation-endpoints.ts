import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { accountDoor as door, accountTag as tag } from "@/api/v1/account/door";
import {
  createdInvitationSchema,
  invitationCreation,
  invitationExamples,
  invitationPageSchema,
  invitationSchema,
} from "@/api/v1/account/invitation-schemas";
import { addEndpoint } from "@/api/v1/endpoint";
import type { HandedLink } from "@/domain/access/people-views";
import { done, type Result } from "@/domain/result";
import { keepAs } from "@/services/idempotency/repeatable";
import type { Context } from "@/services/kernel/context";
import { pageByCursor } from "@/services/kernel/cursor";
import { cancelInvitation } from "@/services/users/cancel-invitation";
import { listInvitationRecords, loadInvitationRecord } from "@/services/users/invitation-records";
import { inviteUser } from "@/services/users/invite";

const path = "/api/v1.0/account/invitations";
const params = { invitationId: z.uuid() };

/** `account/invitations`: people who were invited into the account and have not joined yet. */
export function addInvitationEndpoints(app: FastifyInstance): void {
  addEndpoint(app, {
    method: "GET",
    path,
    id: "listInvitations",
    summary: "List open invitations, newest first",
    description:
      "Those that were neither accepted nor withdrawn. Expired ones are among them. Never with their links.",
    tag,
    door,
    query: pageByCursor,
    answer: {
      description: "A page.",
      schema: invitationPageSchema,
      example: { items: [invitationExamples.invitation], nextCursor: null },
    },
    refusals: ["forbidden"],
    run: ({ context, sentQuery }) => listInvitationRecords(context, sentQuery),
  });
  addEndpoint(app, {
    method: "POST",
    path,
    id: "createInvitation",
    summary: "Invite a person",
    description:
      "Answers with a link that works once, for 7 days; no mail is sent. An open invitation of the same address is replaced. Needs a token that does not expire and works from everywhere, as people do; what an API client obtained invites members only. The link ends when that token is rotated, disabled or deleted.",
    tag,
    door,
    body: { schema: invitationCreation, example: { email: "nia@example.com", role: "member" } },
    repeats: { shownOnce: ["link"] },
    answer: {
      status: 201,
      description: "The invitation, with its link.",
      schema: createdInvitationSchema,
      example: invitationExamples.created,
      location: path,
    },
    refusals: [
      "already_exists",
      "stronger_token",
      "person_required",
      "forbidden",
      "request_in_progress",
      "idempotency_key_reused",
    ],
    run: ({ context, body }) => createInvitation(context, body),
  });
  addEndpoint(app, {
    method: "GET",
    path: `${path}/:invitationId`,
    id: "getInvitation",
    summary: "Read an open invitation",
    tag,
    door,
    params,
    answer: {
      description: "The invitation.",
      schema: invitationSchema,
      example: invitationExamples.invitation,
    },
    refusals: ["forbidden"],
    run: ({ context, params: named }) => loadInvitationRecord(context, named),
  });
  addEndpoint(app, {
    method: "DELETE",
    path: `${path}/:invitationId`,
    id: "withdrawInvitation",
    summary: "Withdraw an invitation",
    description: "Its link stops working at once. Who has joined already stays.",
    tag,
    door,
    params,
    answer: { description: "It is withdrawn." },
    refusals: ["forbidden"],
    run: async ({ context, params: named }) => {
      const result = await cancelInvitation(context, named);
      return result.ok ? done(undefined) : result;
    },
  });
}

type Created = z.output<typeof createdInvitationSchema>;

async function createInvitation(
  context: Context,
  wanted: z.output<typeof invitationCreation>,
): Promise<Result<Created>> {
  const { email, role } = wanted;
  const toAnswer = ({ id, path: link, expiresAt }: HandedLink): Created => ({
    id,
    email,
    role,
    link: new URL(link, context.config.deskUrl).href,
    expiresAt,
  });
  const invited = await inviteUser(keepAs(context, toAnswer), wanted);
  return invited.ok ? done(toAnswer(invited.value)) : invited;
}
