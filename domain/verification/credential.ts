import { type ParsedToken, parseTokenString } from "@/domain/tokens/token-string";
import { type ParsedJwt, parseJwt } from "@/domain/verification/jwt";

/** What a request presents, before anything is looked up. */
export type Credential =
  | { readonly kind: "missing" }
  | { readonly kind: "malformed" }
  /** `scheme` null: presented bare, where no scheme applies (the body of a verification). */
  | { readonly kind: "token"; readonly token: ParsedToken; readonly scheme: string | null }
  /** A JWT that an API key signed, or claims to have. */
  | { readonly kind: "jwt"; readonly jwt: ParsedJwt; readonly scheme: string | null };

const missing: Credential = { kind: "missing" };
const malformed: Credential = { kind: "malformed" };
const withScheme = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+(?:[ \t].*)?$/;

/**
 * Reads an `Authorization` value (RFC 9110 §11.4: scheme without regard to case). Other schemes than ours count as no token.
 * A token sent without any scheme is read, to be refused as `wrong_scheme` once it proves to be one.
 */
export function parseAuthorization(value: string | undefined): Credential {
  const text = value?.trim() ?? "";
  if (text === "") return missing;
  if (!withScheme.test(text)) return malformed;
  const schemeEnd = findBlank(text);
  const scheme = text.slice(0, schemeEnd).toLowerCase();
  if (scheme !== "bearer" && scheme !== "impersonation") {
    const bare = schemeEnd === text.length ? read(text, "") : malformed;
    return bare.kind === "malformed" ? missing : bare;
  }
  return read(text.slice(schemeEnd).trim(), scheme);
}

/** Where the first blank or tab stands, or the end of the text. */
function findBlank(text: string): number {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0x20 || unit === 0x09) return i;
  }
  return text.length;
}

/** Reads a token given by a gateway: bare, or with its scheme in front as the client sent it. */
export function parsePresented(text: string): Credential {
  const trimmed = text.trim();
  if (trimmed === "") return missing;
  if (/[ \t]/.test(trimmed)) return parseAuthorization(trimmed);
  return read(trimmed, null);
}

// No token string holds a dot, and every JWT does.
function read(text: string, scheme: string | null): Credential {
  if (text.includes(".")) {
    const jwt = parseJwt(text);
    return jwt === null ? malformed : { kind: "jwt", jwt, scheme };
  }
  const token = parseTokenString(text);
  return token === null ? malformed : { kind: "token", token, scheme };
}

/** True when one `Authorization` value carries two credentials, as proxies make of two headers (RFC 6750 §2, §3.1). */
export function holdsTwoCredentials(value: string): boolean {
  return value.includes(",") && /,\s*(?:bearer|impersonation|basic)\s/i.test(value);
}
