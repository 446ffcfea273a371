import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { Door } from "@/api/v1/authenticate";
import { changedSchema, exampleIds } from "@/api/v1/common-schemas";
import { addEndpoint } from "@/api/v1/endpoint";
import {
  organizationChanges,
  organizationExample,
  organizationSchema,
} from "@/api/v1/org/organization-schemas";
import { addTokenEndpoints } from "@/api/v1/token-endpoints";
import { tokenMembers } from "@/api/v1/token-schemas";
import { editOrganization } from "@/services/organizations/edit";
import { loadOrganizationRecord } from "@/services/organizations/records";
import { tokenFilters } from "@/services/tokens/list-records";

const door: Door = { types: ["organization", "api_key", "account"], organization: "required" };
const tag = "Organization";

/** The Organization API (runZero "Organization API tokens"; RZ-03, RZ-04): everything in one organization. */
export function registerOrganizationApi(app: FastifyInstance): void {
  addEndpoint(app, {
    method: "GET",
    path: "/api/v1.0/org",
    id: "getOrganization",
    summary: "Read the organization",
    tag,
    door,
    answer: { description: "The organization.", schema: organizationSchema, example: organizationExample },
    run: ({ context, organizationId }) => loadOrganizationRecord(context, { organizationId }),
  });
  addEndpoint(app, {
    method: "PATCH",
    path: "/api/v1.0/org",
    id: "editOrganization",
    summary: "Change the organization's name or description",
    tag,
    door,
    body: { schema: organizationChanges, example: { description: "Plants in Lyon and Graz" } },
    answer: {
      description: "Done.",
      schema: changedSchema,
      example: { id: exampleIds.organization, changed: true },
    },
    refusals: ["already_exists", "not_found"],
    run: ({ context, organizationId, body }) => editOrganization(context, { ...body, organizationId }),
  });
  const { organization: _, actsAs: __, ...filters } = tokenFilters;
  addTokenEndpoints(app, {
    path: "/api/v1.0/org/tokens",
    noun: "OrganizationToken",
    tag,
    door,
    filters,
    creation: {
      schema: z.strictObject({
        type: z.enum(["organization", "api_key", "export", "download"], {
          error: "Choose organization, api_key, export or download.",
        }),
        ...tokenMembers,
      }),
      example: { type: "organization", name: "Nightly sync", expiresAt: "2027-03-01T09:00:00Z" },
    },
  });
}
