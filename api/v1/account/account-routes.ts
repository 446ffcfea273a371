import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { addAccountEndpoints } from "@/api/v1/account/account-endpoints";
import { addClientEndpoints } from "@/api/v1/account/client-endpoints";
import { accountDoor as door, accountTag as tag } from "@/api/v1/account/door";
import { addInvitationEndpoints } from "@/api/v1/account/invitation-endpoints";
import { addOrganizationEndpoints } from "@/api/v1/account/organization-endpoints";
import { addUserEndpoints } from "@/api/v1/account/user-endpoints";
import { addEndpoint } from "@/api/v1/endpoint";
import { addTokenEndpoints } from "@/api/v1/token-endpoints";
import { tokenMembers } from "@/api/v1/token-schemas";
import { tokenFilters } from "@/services/tokens/list-records";
import { revokeAllTokens } from "@/services/tokens/revoke-all";

const types = ["impersonation", "api_key", "export", "download", "organization", "account"] as const;

/** The Account API (runZero "Account API tokens"; RZ-04). */
export function registerAccountApi(app: FastifyInstance): void {
  addAccountEndpoints(app);
  addOrganizationEndpoints(app);
  addUserEndpoints(app);
  addInvitationEndpoints(app);
  addEndpoint(app, {
    method: "POST",
    path: "/api/v1.0/account/tokens/revoke-all",
    id: "revokeAllTokens",
    summary: "Revoke every token of the account",
    description:
      "The token that asks is among them, and so are enabled API keys and what API clients obtained. Gateways keep theirs. A refusal says the number to confirm.",
    tag,
    door,
    body: {
      schema: z.strictObject({
        confirmation: z
          .string({ error: "Send the number of tokens, as text." })
          .max(100, "Too long.")
          .meta({ description: "The number of tokens that people made and that are live now." }),
      }),
      example: { confirmation: "42" },
    },
    answer: {
      description: "All are revoked.",
      schema: z.object({ count: z.int().min(0) }),
      example: { count: 42 },
    },
    refusals: ["confirmation_mismatch", "person_required", "forbidden"],
    run: ({ context, body }) => revokeAllTokens(context, body),
  });
  addTokenEndpoints(app, {
    path: "/api/v1.0/account/tokens",
    noun: "AccountToken",
    tag,
    door,
    filters: tokenFilters,
    creation: {
      schema: z.strictObject({
        type: z.enum(types, { error: `Choose one of ${types.join(", ")}.` }),
        ...tokenMembers,
        organizationId: z
          .uuid({ error: "Choose an organization by its id." })
          .optional()
          .meta({ description: "For types that belong to an organization." }),
        actsAsUserId: z
          .uuid({ error: "Choose a template user by its id." })
          .optional()
          .meta({ description: "For impersonation tokens." }),
      }),
      example: { type: "account", name: "Provisioning", expiresAt: "2027-03-01T09:00:00Z" },
    },
  });
  addClientEndpoints(app);
}
