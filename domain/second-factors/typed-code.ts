import { appCodeDigits } from "@/domain/second-factors/bounds";

/** Crockford's base32: no letter looks like a digit, and what is typed for one is read as it (design: 10 × 5 bits). */
export const recoveryAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
export const recoveryCodeLength = 10;

/** What somebody typed where a code is asked for. */
export type TypedCode =
  | { readonly kind: "app"; readonly digits: string }
  | { readonly kind: "recovery"; readonly code: string };

const appCode = new RegExp(`^[0-9]{${appCodeDigits}}$`);
const recoveryCode = new RegExp(`^[${recoveryAlphabet}]{${recoveryCodeLength}}$`);

/** Reads a code as people type it: with spaces and hyphens, in capitals, in full-width digits. Null for what cannot be one. */
export function readTypedCode(typed: string): TypedCode | null {
  const plain = typed
    .normalize("NFKC")
    .replace(/[\s\p{Pd}]/gu, "")
    .toLowerCase();
  if (appCode.test(plain)) return { kind: "app", digits: plain };
  const code = plain.replaceAll(/[il]/g, "1").replaceAll("o", "0");
  return recoveryCode.test(code) ? { kind: "recovery", code } : null;
}

/** A recovery code as it is shown: in two halves. */
export function writeRecoveryCode(code: string): string {
  return `${code.slice(0, recoveryCodeLength / 2)}-${code.slice(recoveryCodeLength / 2)}`;
}
