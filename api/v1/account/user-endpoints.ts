import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { accountDoor as door, accountTag as tag } from "@/api/v1/account/door";
import {
  createdUserSchema,
  userChanges,
  userCreation,
  userExamples,
  userPageSchema,
  userSchema,
} from "@/api/v1/account/user-schemas";
import { changedSchema, exampleIds } from "@/api/v1/common-schemas";
import { addEndpoint } from "@/api/v1/endpoint";
import type { Changed, HandedLink } from "@/domain/access/people-views";
import { done, type Result } from "@/domain/result";
import { keepAs } from "@/services/idempotency/repeatable";
import type { Context } from "@/services/kernel/context";
import { pageByCursor } from "@/services/kernel/cursor";
import { changePermissions } from "@/services/users/change-permissions";
import { changeRole } from "@/services/users/change-role";
import { createTemplateUser } from "@/services/users/create-template";
import { disableUser } from "@/services/users/disable";
import { editTemplateUser } from "@/services/users/edit-template";
import { enableUser } from "@/services/users/enable";
import { inviteUser } from "@/services/users/invite";
import { listUserRecords, loadUserRecord, userFilters } from "@/services/users/records";
import { removeUser } from "@/services/users/remove";

const path = "/api/v1.0/account/users";
const params = { userId: z.uuid() };

/** `account/users`: people and template users of the account. */
export function addUserEndpoints(app: FastifyInstance): void {
  addEndpoint(app, {
    method: "GET",
    path,
    id: "listUsers",
    summary: "List people and template users, newest first",
    tag,
    door,
    query: { ...userFilters, ...pageByCursor },
    answer: {
      description: "A page.",
      schema: userPageSchema,
      example: { items: [userExamples.user], nextCursor: null },
    },
    refusals: ["forbidden"],
    run: ({ context, sentQuery }) => listUserRecords(context, sentQuery),
  });
  addEndpoint(app, {
    method: "POST",
    path,
    id: "createUser",
    summary: "Invite a person, or make a template user",
    description: "A person is invited as by `POST …/account/invitations`, where open invitations are found.",
    tag,
    door,
    body: { schema: userCreation, example: { kind: "person", email: "nia@example.com", role: "member" } },
    repeats: { shownOnce: ["link"] },
    answer: {
      status: 201,
      description: "The template user, or the invitation with its link.",
      schema: createdUserSchema,
      example: userExamples.invited,
    },
    refusals: [
      "already_exists",
      "stronger_token",
      "person_required",
      "forbidden",
      "request_in_progress",
      "idempotency_key_reused",
    ],
    run: ({ context, body }) => createUser(context, body),
  });
  addEndpoint(app, {
    method: "GET",
    path: `${path}/:userId`,
    id: "getUser",
    summary: "Read a person or template user",
    tag,
    door,
    params,
    answer: { description: "The user.", schema: userSchema, example: userExamples.user },
    refusals: ["forbidden"],
    run: ({ context, params: named }) => loadUserRecord(context, named),
  });
  addEndpoint(app, {
    method: "PATCH",
    path: `${path}/:userId`,
    id: "editUser",
    summary: "Change role, permissions or name, disable or enable",
    tag,
    door,
    params,
    body: { schema: userChanges, example: { role: "auditor" } },
    answer: {
      description: "Done.",
      schema: changedSchema,
      example: { id: exampleIds.user, changed: true },
    },
    refusals: ["already_exists", "last_administrator", "stronger_token", "person_required", "forbidden"],
    run: ({ context, params: { userId }, body }) => changeUser(context, { ...body, userId }),
  });
  addEndpoint(app, {
    method: "DELETE",
    path: `${path}/:userId`,
    id: "removeUser",
    summary: "Take a user out of the account and revoke the tokens that act as it",
    tag,
    door,
    params,
    answer: {
      description: "The user is out.",
      schema: z.object({ id: z.uuid(), tokens: z.int().min(0).meta({ description: "Revoked with it." }) }),
      example: { id: exampleIds.user, tokens: 2 },
    },
    refusals: ["last_administrator", "person_required", "forbidden"],
    run: ({ context, params: named }) => removeUser(context, named),
  });
}

type Created = z.output<typeof createdUserSchema>;

async function createUser(context: Context, wanted: z.output<typeof userCreation>): Promise<Result<Created>> {
  if (wanted.kind === "template") {
    const toAnswer = ({ id }: { id: string }): Created => ({
      id,
      kind: "template",
      link: null,
      linkExpiresAt: null,
    });
    const made = await createTemplateUser(keepAs(context, toAnswer), wanted);
    return made.ok ? done(toAnswer(made.value)) : made;
  }
  const toAnswer = ({ id, path: link, expiresAt }: HandedLink): Created => ({
    id,
    kind: "person",
    link: new URL(link, context.config.deskUrl).href,
    linkExpiresAt: expiresAt,
  });
  const invited = await inviteUser(keepAs(context, toAnswer), wanted);
  return invited.ok ? done(toAnswer(invited.value)) : invited;
}

type Change = z.output<typeof userChanges> & { readonly userId: string };

// One verb, one transaction: the schema lets through one change at a time.
function changeUser(context: Context, wanted: Change): Promise<Result<Changed>> {
  if (wanted.role !== undefined) return changeRole(context, wanted);
  if (wanted.permissions !== undefined) return changePermissions(context, wanted);
  if (wanted.name !== undefined) return editTemplateUser(context, wanted);
  return wanted.disabled ? disableUser(context, wanted) : enableUser(context, wanted);
}
