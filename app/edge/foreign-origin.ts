import type { IncomingHttpHeaders } from "node:http";

/**
 * True when a browser says that another site's page made it send this (ASVS 3.5.1): the origin is neither the host that was
 * asked nor the desk's public address. Programs send no Origin, and carry nobody's cookies.
 */
export function isForeign(headers: IncomingHttpHeaders, deskUrl: string): boolean {
  const { origin, "sec-fetch-site": site } = headers;
  if (origin === undefined) return site === "cross-site" || site === "same-site";
  if (origin === new URL(deskUrl).origin) return false;
  const asked = String(headers["x-forwarded-host"] ?? headers.host ?? "")
    .split(",", 1)[0]!
    .trim();
  return hostOf(origin) !== asked.toLowerCase();
}

// "null" is the origin of a page that will not say: sandboxed, or reached by a redirect from elsewhere.
function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
