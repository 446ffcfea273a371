import { z } from "zod";
import { permissionLengthMax, permissionPattern } from "@/domain/access/permissions";
import { canonicalAddress } from "@/domain/verification/address";
import { jwtBounds } from "@/domain/verification/jwt-bounds";

/** Longest values that are usual: of a credential a JWT, with a scheme before it. */
const lengthsMax = {
  token: jwtBounds.lengthMax + 100,
  ip: 100,
  agent: 4_000,
  method: 50,
  path: 8_000,
} as const;

const text = (label: string, lengthMax: number) =>
  z
    .string({ error: `${label} must be text.` })
    .max(lengthMax, `${label} may have at most ${lengthMax} characters.`);

// What its client sent is not the gateway's error, however long: it is read as far as it counts.
const cut = (label: string, lengthMax: number) =>
  z.string({ error: `${label} must be text.` }).transform((value) => value.slice(0, lengthMax));

/** What a gateway may ask about a token; shared by the body of a verification and the address of a forward-auth. */
export const askFields = {
  permission: text("The permission", permissionLengthMax).regex(
    permissionPattern,
    'A permission looks like "reports:read".',
  ),
  organization: z.uuid({ error: "The organization must be its id (a UUID)." }),
  ip: text("The address", lengthsMax.ip)
    .transform((value) => canonicalAddress(value.trim()))
    .refine((value) => value !== null, "The address must be an IPv4 or IPv6 address."),
};

/** The body of `POST /v1/tokens/verify`. Unknown members are ignored. */
export const verifyInput = z.object({
  /** Bare, or with its scheme in front as the client sent it: only then is the scheme checked. Null or "": none was sent. */
  token: z.string({ error: "The token must be text." }).nullable(),
  permission: askFields.permission.nullish(),
  /** An organization's id. Null: the call works in an organization, and the client named none. Absent: it does not matter. */
  organization: askFields.organization.nullable().optional(),
  /** The client's address and user agent as the gateway saw them. */
  ip: askFields.ip.nullish(),
  agent: cut("The agent", lengthsMax.agent).nullish(),
  method: cut("The method", lengthsMax.method).nullish(),
  path: cut("The path", lengthsMax.path).nullish(),
});

export type VerifyInput = z.output<typeof verifyInput>;

/**
 * Reads the usual question without the schema, which costs more than all the rest of reading it: what it gives, `verifyInput` gives
 * too. Null: not usual; ask the schema. (A question with an organization is not usual.)
 */
export function readPlainAsk(sent: unknown): VerifyInput | null {
  if (typeof sent !== "object" || sent === null || Array.isArray(sent)) return null;
  const { token, permission, organization, ip, agent, method, path } = sent as Record<string, unknown>;
  if (typeof token !== "string" || token.length > lengthsMax.token || organization !== undefined) return null;
  if (permission !== undefined && !isPermission(permission)) return null;
  if (!isTextOrAbsent(agent, lengthsMax.agent) || !isTextOrAbsent(method, lengthsMax.method)) return null;
  if (!isTextOrAbsent(path, lengthsMax.path) || !isTextOrAbsent(ip, lengthsMax.ip)) return null;
  const address = ip === undefined ? undefined : canonicalAddress(ip);
  return address === null ? null : { token, permission, ip: address, agent, method, path };
}

function isPermission(value: unknown): value is string {
  return typeof value === "string" && value.length <= permissionLengthMax && permissionPattern.test(value);
}

function isTextOrAbsent(value: unknown, lengthMax: number): value is string | undefined {
  return value === undefined || (typeof value === "string" && value.length <= lengthMax);
}
