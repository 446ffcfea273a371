import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { accountDoor as door, accountTag as tag } from "@/api/v1/account/door";
import { changedSchema, exampleIds } from "@/api/v1/common-schemas";
import { addEndpoint } from "@/api/v1/endpoint";
import {
  organizationChanges,
  organizationCreation,
  organizationExample,
  organizationPageSchema,
  organizationSchema,
} from "@/api/v1/org/organization-schemas";
import { pageByCursor } from "@/services/kernel/cursor";
import { createOrganization } from "@/services/organizations/create";
import { deleteOrganization } from "@/services/organizations/delete";
import { editOrganization } from "@/services/organizations/edit";
import { listOrganizationRecords, loadOrganizationRecord } from "@/services/organizations/records";

const path = "/api/v1.0/account/orgs";
const params = { organizationId: z.uuid() };

/** `account/orgs`: the account's organizations. */
export function addOrganizationEndpoints(app: FastifyInstance): void {
  addEndpoint(app, {
    method: "GET",
    path,
    id: "listOrganizations",
    summary: "List organizations, newest first",
    tag,
    door,
    query: pageByCursor,
    answer: {
      description: "A page.",
      schema: organizationPageSchema,
      example: { items: [organizationExample], nextCursor: null },
    },
    refusals: ["forbidden"],
    run: ({ context, sentQuery }) => listOrganizationRecords(context, sentQuery),
  });
  addEndpoint(app, {
    method: "POST",
    path,
    id: "createOrganization",
    summary: "Make an organization",
    tag,
    door,
    body: { schema: organizationCreation, example: { name: "Acme production" } },
    repeats: { shownOnce: [] },
    answer: {
      status: 201,
      description: "It is there.",
      schema: z.object({ id: z.uuid() }),
      example: { id: exampleIds.organization },
      location: path,
    },
    refusals: ["already_exists", "forbidden", "request_in_progress", "idempotency_key_reused"],
    run: ({ context, body }) => createOrganization(context, body),
  });
  addEndpoint(app, {
    method: "GET",
    path: `${path}/:organizationId`,
    id: "getAccountOrganization",
    summary: "Read an organization",
    tag,
    door,
    params,
    answer: { description: "The organization.", schema: organizationSchema, example: organizationExample },
    refusals: ["forbidden"],
    run: ({ context, params: named }) => loadOrganizationRecord(context, named),
  });
  addEndpoint(app, {
    method: "PATCH",
    path: `${path}/:organizationId`,
    id: "editAccountOrganization",
    summary: "Change an organization's name or description",
    tag,
    door,
    params,
    body: { schema: organizationChanges, example: { name: "Acme plants" } },
    answer: {
      description: "Done.",
      schema: changedSchema,
      example: { id: exampleIds.organization, changed: true },
    },
    refusals: ["already_exists", "forbidden"],
    run: ({ context, params: named, body }) => editOrganization(context, { ...body, ...named }),
  });
  addEndpoint(app, {
    method: "DELETE",
    path: `${path}/:organizationId`,
    id: "deleteOrganization",
    summary: "Delete an organization and revoke its tokens",
    tag,
    door,
    params,
    query: {
      confirmation: z
        .string({ error: "Send the name of the organization." })
        .meta({ description: "The organization's name." }),
    },
    answer: {
      description: "It is gone.",
      schema: z.object({ id: z.uuid(), tokens: z.int().min(0).meta({ description: "Revoked with it." }) }),
      example: { id: exampleIds.organization, tokens: 3 },
    },
    refusals: ["confirmation_mismatch", "person_required", "forbidden"],
    run: ({ context, params: named, query }) => deleteOrganization(context, { ...query, ...named }),
  });
}
