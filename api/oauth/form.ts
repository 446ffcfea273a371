import { OAuthError } from "@/api/oauth/oauth-error";

/** Largest body of an OAuth request, in bytes; what these endpoints take is a few hundred. */
export const formBytesMax = 16_384;

/** A parsed form: every pair in its order, as sent. */
export type FormPairs = readonly (readonly [name: string, value: string])[];

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Parses application/x-www-form-urlencoded strictly: UTF-8, and no broken percent sign. Throws `invalid_request`. */
export function parseForm(body: Buffer): FormPairs {
  try {
    return utf8
      .decode(body)
      .split("&")
      .filter((pair) => pair !== "")
      .map((pair) => {
        const at = pair.indexOf("=");
        return at === -1
          ? [decodeForm(pair), ""]
          : [decodeForm(pair.slice(0, at)), decodeForm(pair.slice(at + 1))];
      });
  } catch {
    throw new OAuthError("invalid_request", "The body is not application/x-www-form-urlencoded in UTF-8.");
  }
}

/** One name or value out of a form (RFC 6749 appendix B). Throws `URIError` for what is no UTF-8 behind percent signs. */
export function decodeForm(text: string): string {
  return decodeURIComponent(text.replace(/\+/g, " "));
}

/**
 * Takes the parameters that an endpoint knows; all others are ignored, however often they come (RFC 6749 §3.2). One without a value
 * counts as left out and is null; one that is there twice is refused.
 */
export function pickParameters<const Name extends string>(
  form: FormPairs,
  names: readonly Name[],
): Record<Name, string | null> {
  const picked = Object.fromEntries(names.map((name) => [name, null])) as Record<Name, string | null>;
  const seen = new Set<string>();
  for (const [name, value] of form) {
    if (!Object.hasOwn(picked, name)) continue;
    if (seen.has(name)) throw new OAuthError("invalid_request", `Send the parameter ${name} once.`);
    seen.add(name);
    if (value !== "") picked[name as Name] = value;
  }
  return picked;
}
