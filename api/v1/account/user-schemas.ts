import { z } from "zod";
import { describeWire, nameSchema, timestamp } from "@/api/openapi/wire";
import { exampleIds, pageSchema } from "@/api/v1/common-schemas";
import { roles } from "@/domain/access/actions";
import { emailLengthMax, personNameLengthMax } from "@/domain/access/people-bounds";
import { peopleFields } from "@/domain/access/people-fields";
import { permissionLengthMax, permissionPattern, permissionsMax } from "@/domain/access/permissions";

const { personName: name, email, role, permissions } = peopleFields;
describeWire(name, { type: "string", minLength: 1, maxLength: personNameLengthMax });
describeWire(email, { type: "string", format: "email", maxLength: emailLengthMax });
describeWire(permissions, {
  type: "array",
  maxItems: permissionsMax,
  items: { type: "string", maxLength: permissionLengthMax, pattern: permissionPattern.source },
  description: "What tokens that act as the user may do at the provider's API. No right in Keydesk itself.",
});

const kind = z.enum(["person", "template"]);

export const userSchema = nameSchema(
  "User",
  z.object({
    id: z.uuid(),
    kind: kind.meta({ description: "Template users never sign in; impersonation tokens act as them." }),
    name: z.string(),
    email: z.string().nullable(),
    role: z.enum(roles),
    permissions: z.array(z.string()),
    joinedAt: timestamp,
    disabledAt: timestamp.nullable(),
    lastSeenAt: timestamp.nullable(),
    tokens: z.int().min(0).meta({ description: "Live tokens that act as the user." }),
  }),
);
export const userPageSchema = pageSchema("UserPage", userSchema);

/** What is said of a person who is invited. */
export const invitedMembers = { email, role, permissions: permissions.optional() };

export const userCreation = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({ kind: z.literal("person"), ...invitedMembers }),
    z.strictObject({ kind: z.literal("template"), name, permissions: permissions.optional() }),
  ],
  { error: "The kind is person or template." },
);

export const createdUserSchema = nameSchema(
  "CreatedUser",
  z.object({
    id: z.uuid().meta({ description: "Of the template user, or of the person's invitation." }),
    kind,
    link: z
      .string()
      .nullable()
      .meta({ description: "For the invited person: works once. In this answer only." }),
    linkExpiresAt: timestamp.nullable(),
  }),
);

const one = "Change one of name, role, permissions and disabled at a time.";
export const userChanges = z
  .strictObject({
    name: name.optional().meta({ description: "Of a template user; people name themselves." }),
    role: role.optional(),
    permissions: permissions.optional(),
    disabled: z.boolean({ error: "Say true or false." }).optional(),
  })
  .refine((given) => Object.values(given).filter((value) => value !== undefined).length === 1, one)
  .meta({ minProperties: 1, maxProperties: 1, description: one });

export const userExamples = {
  user: {
    id: exampleIds.user,
    kind: "template",
    name: "svc-reporting",
    email: null,
    role: "member",
    permissions: ["reports:read"],
    joinedAt: "2026-01-12T08:00:00.000Z",
    disabledAt: null,
    lastSeenAt: null,
    tokens: 2,
  },
  invited: {
    id: exampleIds.invitation,
    kind: "person",
    link: "https://desk.example.com/invitation#…",
    linkExpiresAt: "2026-06-22T10:30:00.000Z",
  },
} as const;
