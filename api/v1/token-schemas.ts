import { z } from "zod";
import { describeWire, nameSchema, timestamp } from "@/api/openapi/wire";
import { exampleIds, namedSchema, pageSchema, tokenTypeSchema } from "@/api/v1/common-schemas";
import {
  graceSeconds,
  ipAllowListMax,
  tokenNameLengthMax,
  tokenNotesLengthMax,
} from "@/domain/tokens/bounds";
import { tokenStatuses } from "@/domain/tokens/status";
import { listedTokenTypeNames } from "@/domain/tokens/types";
import { tokenFilters } from "@/services/tokens/list-records";
import { tokenFields } from "@/services/tokens/token-fields";

describeWire(tokenFields.name, { type: "string", minLength: 1, maxLength: tokenNameLengthMax });
describeWire(tokenFields.notes, { type: "string", maxLength: tokenNotesLengthMax });
describeWire(tokenFields.expiresAt, {
  type: ["string", "null"],
  format: "date-time",
  description: "Null: never.",
});
describeWire(tokenFields.ipAllowList, {
  type: "array",
  maxItems: ipAllowListMax,
  items: { type: "string" },
  description: "Addresses and ranges from which alone it works, such as 10.0.0.0/24. Empty: from anywhere.",
});

const several = (what: string) => ({
  type: "string",
  description: `One or more of ${what}, separated by commas.`,
});
describeWire(tokenFilters.q, {
  type: "string",
  maxLength: 200,
  description: "Looks in name, notes, creator and last 4.",
});
describeWire(tokenFilters.status, several(tokenStatuses.join(", ")));
describeWire(tokenFilters.type, several(listedTokenTypeNames.join(", ")));
describeWire(tokenFilters.actsAs, several("the ids of users"));
describeWire(tokenFilters.createdBy, several("the ids of users"));
describeWire(tokenFilters.organization, several("the ids of organizations"));
describeWire(tokenFilters.lastUsed, { type: "string", enum: ["never", "24h", "7d", "30d", "unused90"] });
describeWire(tokenFilters.expiring, { type: "string", enum: ["soon", "never"] });
describeWire(tokenFilters.ownerGone, {
  type: "string",
  enum: ["true", "false"],
  description: "Whose user or creator is no longer active.",
});

export const tokenSchema = nameSchema(
  "Token",
  z.object({
    id: z.uuid(),
    type: tokenTypeSchema,
    name: z.string(),
    notes: z.string(),
    prefix: z.string(),
    last4: z.string(),
    status: z.enum(tokenStatuses),
    organization: namedSchema.nullable(),
    actsAs: namedSchema.nullable(),
    createdAt: timestamp,
    createdBy: z.string(),
    disabledAt: timestamp.nullable(),
    notBefore: timestamp.nullable(),
    expiresAt: timestamp.nullable(),
    ipAllowList: z.array(z.string()),
    firstUsedAt: timestamp.nullable(),
    lastUsedAt: timestamp.nullable(),
    lastIp: z.string().nullable(),
    calls: z.number().meta({ description: "Good calls ever." }),
    graceUntil: timestamp.nullable().meta({ description: "While two secrets work: when the old one ends." }),
    deletedAt: timestamp.nullable(),
    deletedBy: z.string().nullable(),
  }),
);
export const tokenPageSchema = pageSchema("TokenPage", tokenSchema);

const shown = {
  id: z.uuid(),
  name: z.string(),
  type: tokenTypeSchema,
  secret: z.string().nullable().meta({
    description: "The whole token, in this answer only; null in the answer to a repeated request.",
  }),
  scheme: z.enum(["Bearer", "Impersonation"]).meta({ description: "The word before it in `Authorization`." }),
  actsAs: z.string().nullable(),
  expiresAt: timestamp.nullable(),
};
export const createdTokenSchema = nameSchema("CreatedToken", z.object(shown));
export const rotatedTokenSchema = nameSchema(
  "RotatedToken",
  z.object({
    ...shown,
    graceUntil: timestamp.nullable().meta({ description: "The old secret works until then." }),
  }),
);

/** Members of a creation that every token has. */
export const tokenMembers = {
  name: tokenFields.name,
  notes: tokenFields.notes.optional(),
  expiresAt: tokenFields.expiresAt.optional(),
  ipAllowList: tokenFields.ipAllowList.optional(),
};
export const tokenChanges = z.strictObject({ ...tokenMembers, name: tokenFields.name.optional() });

export const rotation = z.strictObject({
  graceSeconds: z
    .literal(graceSeconds, { error: `Choose one of ${graceSeconds.join(", ")} seconds.` })
    .optional()
    .meta({ description: "How long the old secret works on; 0 when left out." }),
  expectedLast4: z
    .string()
    .length(4, "Four characters are expected.")
    .optional()
    .meta({ description: "The end of the present secret: refused when it was rotated meanwhile." }),
});

const createdAt = "2026-03-01T09:00:00.000Z";
const exampleShown = {
  id: exampleIds.token,
  name: "Nightly sync",
  type: "organization",
  secret: "OT_…",
  scheme: "Bearer",
  actsAs: "Acme production",
  expiresAt: "2027-03-01T09:00:00.000Z",
};
export const tokenExamples = {
  token: {
    id: exampleIds.token,
    type: "organization",
    name: "Nightly sync",
    notes: "Runs on build-7",
    prefix: "OT",
    last4: "x7Kq",
    status: "active",
    organization: { id: exampleIds.organization, name: "Acme production" },
    actsAs: null,
    createdAt,
    createdBy: "Ada Okafor",
    disabledAt: null,
    notBefore: null,
    expiresAt: "2027-03-01T09:00:00.000Z",
    ipAllowList: ["10.0.0.0/24"],
    firstUsedAt: createdAt,
    lastUsedAt: "2026-06-15T10:29:58.120Z",
    lastIp: "10.0.0.4",
    calls: 4211,
    graceUntil: null,
    deletedAt: null,
    deletedBy: null,
  },
  created: exampleShown,
  rotated: { ...exampleShown, graceUntil: null },
} as const;
