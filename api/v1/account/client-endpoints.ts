import type { FastifyInstance } from "fastify";
import { z } from "zod";
import {
  clientChanges,
  clientCreation,
  clientExamples,
  clientPageSchema,
  clientRotation,
  clientSchema,
  createdClientSchema,
} from "@/api/v1/account/client-schemas";
import { accountDoor as door, accountTag as tag } from "@/api/v1/account/door";
import { changedSchema, exampleIds } from "@/api/v1/common-schemas";
import { addEndpoint } from "@/api/v1/endpoint";
import type { Changed } from "@/domain/access/people-views";
import type { ErrorCode } from "@/domain/errors/codes";
import type { Result } from "@/domain/result";
import { createApiClient } from "@/services/api-clients/create";
import { deleteApiClient } from "@/services/api-clients/delete";
import { disableApiClient } from "@/services/api-clients/disable";
import { editApiClient } from "@/services/api-clients/edit";
import { enableApiClient } from "@/services/api-clients/enable";
import { pageApiClients } from "@/services/api-clients/list";
import { loadApiClient } from "@/services/api-clients/load";
import { rotateApiClientSecret } from "@/services/api-clients/rotate-secret";
import type { Context } from "@/services/kernel/context";
import { pageByCursor } from "@/services/kernel/cursor";

const path = "/api/v1.0/account/clients";
const params = { apiClientId: z.uuid() };
const repeated: readonly ErrorCode[] = ["request_in_progress", "idempotency_key_reused"];
const example = { id: exampleIds.client, changed: true };

/** `account/clients`: OAuth clients of the account (runZero "API client credentials"; RZ-05). */
export function addClientEndpoints(app: FastifyInstance): void {
  addEndpoint(app, {
    method: "GET",
    path,
    id: "listApiClients",
    summary: "List API clients, newest first",
    tag,
    door,
    query: pageByCursor,
    answer: {
      description: "A page.",
      schema: clientPageSchema,
      example: { items: [clientExamples.client], nextCursor: null },
    },
    refusals: ["forbidden"],
    run: ({ context, sentQuery }) => pageApiClients(context, sentQuery),
  });
  addEndpoint(app, {
    method: "POST",
    path,
    id: "createApiClient",
    summary: "Make an API client",
    description:
      "Needs a token that does not expire and works from everywhere: the client would outlive any other.",
    tag,
    door,
    body: { schema: clientCreation, example: { name: "Terraform" } },
    repeats: { shownOnce: ["secret"] },
    answer: {
      status: 201,
      description: "The client, with its secret.",
      schema: createdClientSchema,
      example: clientExamples.created,
      location: path,
    },
    refusals: ["stronger_token", "person_required", "forbidden", "cap_reached", ...repeated],
    run: ({ context, body }) => createApiClient(context, body),
  });
  addEndpoint(app, {
    method: "GET",
    path: `${path}/:apiClientId`,
    id: "getApiClient",
    summary: "Read an API client",
    tag,
    door,
    params,
    answer: { description: "The client.", schema: clientSchema, example: clientExamples.client },
    refusals: ["forbidden"],
    run: ({ context, params: named }) => loadApiClient(context, named),
  });
  addEndpoint(app, {
    method: "PATCH",
    path: `${path}/:apiClientId`,
    id: "editApiClient",
    summary: "Change an API client's name or notes",
    tag,
    door,
    params,
    body: { schema: clientChanges, example: { notes: "Runs in CI" } },
    answer: { description: "Done.", schema: changedSchema, example },
    refusals: ["forbidden"],
    run: ({ context, params: named, body }) => editApiClient(context, { ...body, ...named }),
  });
  addEndpoint(app, {
    method: "DELETE",
    path: `${path}/:apiClientId`,
    id: "deleteApiClient",
    summary: "Delete an API client and revoke its tokens",
    tag,
    door,
    params,
    answer: {
      description: "It is gone.",
      schema: z.object({ id: z.uuid(), tokens: z.int().min(0).meta({ description: "Revoked with it." }) }),
      example: { id: exampleIds.client, tokens: 1 },
    },
    refusals: ["forbidden"],
    run: ({ context, params: named }) => deleteApiClient(context, named),
  });
  addEndpoint(app, {
    method: "POST",
    path: `${path}/:apiClientId/rotate`,
    id: "rotateApiClientSecret",
    summary: "Give an API client a new secret",
    tag,
    door,
    params,
    body: { schema: clientRotation, example: { revokeTokens: true }, isOptional: true },
    repeats: { shownOnce: ["secret"] },
    answer: {
      description: "The new secret.",
      schema: createdClientSchema,
      example: clientExamples.created,
    },
    refusals: ["stronger_token", "person_required", "forbidden", "conflict", ...repeated],
    run: ({ context, params: named, body }) => rotateApiClientSecret(context, { ...body, ...named }),
  });
  addToggle(app, "enable", "Let a disabled API client obtain tokens again", enableApiClient);
  addToggle(app, "disable", "Stop an API client and its tokens", disableApiClient);
}

function addToggle(
  app: FastifyInstance,
  verb: "enable" | "disable",
  summary: string,
  run: (context: Context, input: unknown) => Promise<Result<Changed>>,
): void {
  addEndpoint(app, {
    method: "POST",
    path: `${path}/:apiClientId/${verb}`,
    id: `${verb}ApiClient`,
    summary,
    tag,
    door,
    params,
    answer: { description: "Done.", schema: changedSchema, example },
    refusals: [...(verb === "enable" ? (["stronger_token"] as const) : []), "person_required", "forbidden"],
    run: ({ context, params: named }) => run(context, named),
  });
}
