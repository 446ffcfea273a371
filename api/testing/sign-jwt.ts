import { SignJWT } from "jose";

/** An API key as its holder knows it. */
export type SigningKey = { readonly id: string; readonly secret: string };

/** Signs a JWT as a program does that holds an API key: five minutes from `now`, unless the claims say otherwise. */
export function signJwt(
  key: SigningKey,
  now: Date,
  claims: Record<string, unknown> = {},
  header: Record<string, unknown> = {},
): Promise<string> {
  const seconds = Math.floor(now.getTime() / 1000);
  return new SignJWT({ exp: seconds + 300, ...claims })
    .setProtectedHeader({ alg: "HS256", kid: key.id, ...header })
    .sign(new TextEncoder().encode(key.secret));
}
