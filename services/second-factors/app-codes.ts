import { Secret, TOTP } from "otpauth";
import { appCodeDigits, appStepSeconds } from "@/domain/second-factors/bounds";

// SHA-1 and six digits: what every app understands, also those that read nothing else from the picture.
const settings = { algorithm: "SHA1", digits: appCodeDigits, period: appStepSeconds } as const;
const secretBytes = 20;
// A code may come a step late or early: clocks of phones differ by seconds, and people type.
const stepsAway = 1;

/** A new secret for an authenticator app, 160 bits in base32 (RFC 4226 §4 R6). */
export function mintAppSecret(): string {
  return new Secret({ size: secretBytes }).base32;
}

/** What the picture says: `otpauth://totp/…`. `issuer` is what the app shows beside the codes. */
export function appUri(secret: string, { issuer, label }: { issuer: string; label: string }): string {
  return new TOTP({ ...settings, issuer, label, secret: Secret.fromBase32(secret) }).toString();
}

/** The step (30-second units since 1970) whose code this is, or null. By the server's clock alone (ASVS 6.5.8). */
export function findStep(secret: string, code: string, now: Date): number | null {
  const totp = new TOTP({ ...settings, secret: Secret.fromBase32(secret) });
  const delta = totp.validate({ token: code, timestamp: now.getTime(), window: stepsAway });
  return delta === null ? null : Math.floor(now.getTime() / 1000 / appStepSeconds) + delta;
}
