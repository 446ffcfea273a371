import { z } from "zod";
import { permissionLengthMax, permissionPattern } from "@/domain/access/permissions";
import { canonicalAddress } from "@/domain/verification/address";
import { jwtBounds } from "@/domain/verification/jwt-bounds";

/** Longest credential that is read at all: a JWT, with a scheme before it. */
const credentialLengthMax = jwtBounds.lengthMax + 100;

const text = (label: string, lengthMax: number) =>
  z
    .string({ error: `${label} must be text.` })
    .max(lengthMax, `${label} may have at most ${lengthMax} characters.`);

/** What a gateway may ask about a token; shared by the body of a verification and the address of a forward-auth. */
export const askFields = {
  permission: text("The permission", permissionLengthMax).regex(
    permissionPattern,
    'A permission looks like "reports:read".',
  ),
  organization: z.uuid({ error: "The organization must be its id (a UUID)." }),
  ip: text("The address", 100)
    .transform((value) => canonicalAddress(value.trim()))
    .refine((value) => value !== null, "The address must be an IPv4 or IPv6 address."),
};

/** The body of `POST /v1/tokens/verify`. Unknown members are ignored. */
export const verifyInput = z.object({
  /** Bare, or with its scheme in front as the client sent it: only then is the scheme checked. Null or "": none was sent. */
  token: text("The token", credentialLengthMax).nullable(),
  permission: askFields.permission.nullish(),
  /** An organization's id. Null: the call works in an organization, and the client named none. Absent: it does not matter. */
  organization: askFields.organization.nullable().optional(),
  /** The client's address and user agent as the gateway saw them. */
  ip: askFields.ip.nullish(),
  agent: text("The agent", 4_000).nullish(),
  method: text("The method", 50).nullish(),
  path: text("The path", 8_000).nullish(),
});

export type VerifyInput = z.output<typeof verifyInput>;
