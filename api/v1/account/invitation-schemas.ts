import { z } from "zod";
import { nameSchema, timestamp } from "@/api/openapi/wire";
import { invitedMembers } from "@/api/v1/account/user-schemas";
import { exampleIds, pageSchema } from "@/api/v1/common-schemas";
import { roles } from "@/domain/access/actions";

export const invitationSchema = nameSchema(
  "Invitation",
  z.object({
    id: z.uuid(),
    email: z.string(),
    role: z.enum(roles),
    permissions: z.array(z.string()),
    invitedBy: z
      .string()
      .nullable()
      .meta({ description: "Name of the person, or of the token, that invited; null for the command line." }),
    createdAt: timestamp,
    expiresAt: timestamp.meta({
      description:
        "From then on the link does not work any more: 7 days after it was made, or with the old secret of a rotation when its grace period ends.",
    }),
  }),
);
export const invitationPageSchema = pageSchema("InvitationPage", invitationSchema);

export const invitationCreation = z.strictObject(invitedMembers);

export const createdInvitationSchema = nameSchema(
  "CreatedInvitation",
  z.object({
    id: z.uuid(),
    email: z.string(),
    role: z.enum(roles),
    link: z.string().nullable().meta({
      description: "Works once. In this answer only: null in the answer to a repeated request.",
    }),
    expiresAt: timestamp,
  }),
);

const invitation = {
  id: exampleIds.invitation,
  email: "nia@example.com",
  role: "member",
  expiresAt: "2026-06-22T10:30:00.000Z",
};
export const invitationExamples = {
  invitation: {
    ...invitation,
    permissions: ["reports:read"],
    invitedBy: "Ada Okafor",
    createdAt: "2026-06-15T10:30:00.000Z",
  },
  created: { ...invitation, link: "https://desk.example.com/invitation#…" },
} as const;
