import { z } from "zod";
import { describeWire, nameSchema, timestamp } from "@/api/openapi/wire";
import { exampleIds, pageSchema } from "@/api/v1/common-schemas";
import { tokenNameLengthMax, tokenNotesLengthMax } from "@/domain/tokens/bounds";
import { clientFields } from "@/services/api-clients/client-fields";

describeWire(clientFields.name, { type: "string", minLength: 1, maxLength: tokenNameLengthMax });
describeWire(clientFields.notes, { type: "string", maxLength: tokenNotesLengthMax });

export const clientSchema = nameSchema(
  "ApiClient",
  z.object({
    id: z.uuid(),
    clientId: z.string().meta({ description: "What the client calls itself in OAuth requests." }),
    name: z.string(),
    notes: z.string(),
    last4: z.string().meta({ description: "The end of its secret." }),
    createdAt: timestamp,
    createdByName: z.string(),
    disabledAt: timestamp.nullable(),
    lastUsedAt: timestamp.nullable(),
    liveTokens: z.int().min(0),
  }),
);
export const clientPageSchema = pageSchema("ApiClientPage", clientSchema);
export const createdClientSchema = nameSchema(
  "CreatedApiClient",
  z.object({
    id: z.uuid(),
    clientId: z.string(),
    secret: z.string().nullable().meta({
      description: "In this answer only; null in the answer to a repeated request.",
    }),
    name: z.string(),
  }),
);

export const clientCreation = z.strictObject({ ...clientFields, notes: clientFields.notes.optional() });
export const clientChanges = z.strictObject({
  name: clientFields.name.optional(),
  notes: clientFields.notes.optional(),
});
export const clientRotation = z.strictObject({
  expectedLast4: z.string().length(4, "Four characters are expected.").optional(),
  revokeTokens: z.boolean({ error: "Say true or false." }).optional().meta({
    description: "Also revokes what was obtained with the old secret.",
  }),
});

export const clientExamples = {
  client: {
    id: exampleIds.client,
    clientId: "c_5Zk01Qxa8",
    name: "Terraform",
    notes: "",
    last4: "9fQ2",
    createdAt: "2026-03-01T09:00:00.000Z",
    createdByName: "Ada Okafor",
    disabledAt: null,
    lastUsedAt: null,
    liveTokens: 0,
  },
  created: { id: exampleIds.client, clientId: "c_5Zk01Qxa8", secret: "CS_…", name: "Terraform" },
} as const;
