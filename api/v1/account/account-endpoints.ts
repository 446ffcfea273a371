import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { describeWire, nameSchema, timestamp } from "@/api/openapi/wire";
import { accountDoor as door, accountTag as tag } from "@/api/v1/account/door";
import { changedSchema, exampleIds } from "@/api/v1/common-schemas";
import { addEndpoint } from "@/api/v1/endpoint";
import { accountNameLengthMax } from "@/domain/access/people-bounds";
import { peopleFields } from "@/domain/access/people-fields";
import { plans } from "@/domain/access/plans";
import { editAccount } from "@/services/accounts/edit";
import { loadAccount } from "@/services/accounts/load";

describeWire(peopleFields.accountName, { type: "string", minLength: 1, maxLength: accountNameLengthMax });

const accountSchema = nameSchema(
  "Account",
  z.object({
    id: z.uuid(),
    name: z.string(),
    locator: z.string().meta({ description: "Stands in every token of the account itself." }),
    plan: z.enum(plans),
    licensedAssets: z.int().meta({ description: "Calls a day." }),
    requestsPerMinute: z.int(),
    requestsPerIp: z.int().meta({ description: "Per source address and five minutes." }),
    tokenPolicy: z
      .object({
        keyCap: z.int().meta({ description: "API keys that one organization may have." }),
        lifetimeDaysMax: z.int().nullable().meta({
          description: "Expiries that are set must lie within so many days from then; null: any, and none.",
        }),
        graceSecondsMax: z
          .int()
          .meta({ description: "How long at most an old secret works on; 0: it ends at once." }),
        keysRevealable: z.boolean().meta({ description: "Whether people may look at API keys again." }),
      })
      .meta({
        description: "As it binds: the deployment's, or tighter. Administrators change it in the desk.",
      }),
    requireSecondStep: z.boolean().meta({
      description: "People do nothing in the desk without a second factor. Tokens are not affected.",
    }),
    createdAt: timestamp,
  }),
);

/** `account` itself; plan and limits are an operator's, the token policy a person's, and no part of the input. */
export function addAccountEndpoints(app: FastifyInstance): void {
  addEndpoint(app, {
    method: "GET",
    path: "/api/v1.0/account",
    id: "getAccount",
    summary: "Read the account, its plan, limits and token policy",
    tag,
    door,
    answer: {
      description: "The account.",
      schema: accountSchema,
      example: {
        id: exampleIds.account,
        name: "Acme Ltd",
        locator: "Zk01Qxa8",
        plan: "platform",
        licensedAssets: 1000,
        requestsPerMinute: 100,
        requestsPerIp: 2000,
        tokenPolicy: { keyCap: 20, lifetimeDaysMax: 365, graceSecondsMax: 86_400, keysRevealable: true },
        requireSecondStep: true,
        createdAt: "2026-01-12T08:00:00.000Z",
      },
    },
    refusals: ["forbidden"],
    run: ({ context }) => loadAccount(context),
  });
  addEndpoint(app, {
    method: "PATCH",
    path: "/api/v1.0/account",
    id: "editAccount",
    summary: "Rename the account",
    tag,
    door,
    body: {
      schema: z.strictObject({ name: peopleFields.accountName }),
      example: { name: "Acme International" },
    },
    answer: {
      description: "Done.",
      schema: changedSchema,
      example: { id: exampleIds.account, changed: true },
    },
    refusals: ["forbidden"],
    run: ({ context, body }) => editAccount(context, body),
  });
}
