import { compactVerify, decodeJwt, decodeProtectedHeader, errors } from "jose";
import { z } from "zod";
import { jwtBounds } from "@/domain/verification/jwt-bounds";

/** A JWT whose form is right; whether its key signed it is still open. */
export type ParsedJwt = {
  readonly text: string;
  /** `kid`: the id of the API key that it claims to be signed with, in lower case. */
  readonly keyId: string;
  readonly expiresAt: Date;
  /** The later of `nbf` and `iat`. */
  readonly notBefore: Date | null;
  readonly issuer: string | null;
  readonly audiences: readonly string[];
};

/** What the deployment expects of every JWT; null where it expects nothing. */
export type JwtPolicy = { readonly audience: string | null; readonly issuer: string | null };

const shape = /^[\w-]+\.[\w-]+\.[\w-]{43}$/;

// `crit`, `b64` and `zip` change what was signed, `cty` nests another token, the others bring or fetch a key: a sender who
// relies on one of them is told so by a refusal (RFC 8725 §3.10).
const refusedHeaders = ["crit", "b64", "zip", "cty", "jku", "jwk", "x5u", "x5c"];

// One algorithm for one kind of key (RFC 8725 §3.1).
const headerSchema = z
  .looseObject({
    alg: z.literal("HS256"),
    kid: z.uuid().toLowerCase(),
    typ: z
      .string()
      .regex(/^(?:application\/)?jwt$/i)
      .optional(),
  })
  .refine((header) => !refusedHeaders.some((name) => name in header));

const numericDate = z
  .number()
  .min(0)
  .max(8.64e12)
  .transform((seconds) => new Date(seconds * 1000));
const claimsSchema = z.object({
  exp: numericDate,
  nbf: numericDate.optional(),
  iat: numericDate.optional(),
  iss: z.string().optional(),
  aud: z.union([z.string().transform((one) => [one]), z.array(z.string())]).optional(),
});

/**
 * Parses an untrusted JWT in compact form. Null unless it is an HS256 JWT with a UUID as `kid`, an `exp`, and times that can
 * be (RFC 7519, RFC 8725). Asks nobody: a JWT without this form costs no database.
 */
export function parseJwt(text: string): ParsedJwt | null {
  if (text.length > jwtBounds.lengthMax || !shape.test(text) || !isCanonical(text)) return null;
  const decoded = decodeParts(text);
  if (decoded === null) return null;
  const header = headerSchema.safeParse(decoded.header);
  const claims = claimsSchema.safeParse(decoded.claims);
  if (!header.success || !claims.success) return null;
  const { exp, nbf, iat, iss, aud } = claims.data;
  const notBefore = latest(nbf, iat);
  if (notBefore !== null && notBefore >= exp) return null;
  return {
    text,
    keyId: header.data.kid,
    expiresAt: exp,
    notBefore,
    issuer: iss ?? null,
    audiences: aud ?? [],
  };
}

/** True when a JWT is for this deployment and ends soon enough; needs no key either. `aud`, `iss`: RFC 8725 §3.8, §3.9. */
export function isJwtAdmissible(jwt: ParsedJwt, policy: JwtPolicy, now: Date): boolean {
  const ahead = jwt.expiresAt.getTime() - now.getTime();
  if (ahead > (jwtBounds.lifetimeSecondsMax + jwtBounds.skewSeconds) * 1000) return false;
  if (policy.issuer !== null && jwt.issuer !== policy.issuer) return false;
  return policy.audience === null || jwt.audiences.includes(policy.audience);
}

/** What a JWT's own times say now, the clocks' difference granted; null when they say nothing against it. */
export function jwtTimeRefusal(
  jwt: Pick<ParsedJwt, "expiresAt" | "notBefore">,
  now: Date,
): "expired" | "not_yet_valid" | null {
  const skewMs = jwtBounds.skewSeconds * 1000;
  if (jwt.expiresAt.getTime() + skewMs <= now.getTime()) return "expired";
  if (jwt.notBefore !== null && jwt.notBefore.getTime() - skewMs > now.getTime()) return "not_yet_valid";
  return null;
}

/** True when `secret`, the string of an API key, signed the JWT. Compares in constant time (WebCrypto). */
export async function isSignedBy(jwt: ParsedJwt, secret: string): Promise<boolean> {
  try {
    await compactVerify(jwt.text, new TextEncoder().encode(secret), { algorithms: ["HS256"] });
    return true;
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed) return false;
    throw error;
  }
}

// The last character of a part may hold bits that decoders drop: two texts would be one JWT.
function isCanonical(text: string): boolean {
  return text.split(".").every((part) => Buffer.from(part, "base64url").toString("base64url") === part);
}

function decodeParts(text: string): { header: unknown; claims: unknown } | null {
  try {
    return { header: decodeProtectedHeader(text), claims: decodeJwt(text) };
  } catch (error) {
    // How jose says that a part is no JSON object in UTF-8.
    if (error instanceof TypeError || error instanceof errors.JWTInvalid) return null;
    throw error;
  }
}

function latest(a: Date | undefined, b: Date | undefined): Date | null {
  if (a === undefined || b === undefined) return a ?? b ?? null;
  return a > b ? a : b;
}
