/**
 * The path and query that a request asks for, or null when nobody can tell: no path, or one that cannot be decoded. A whole
 * address (RFC 9112 §3.2.2) counts by its path: this server is no proxy.
 */
export function parseTarget(target: string): { url: string; pathname: string } | null {
  const url = target.replace(/^https?:\/\/[^/?#]*(?=[/?#]|$)/i, "") || "/";
  if (!url.startsWith("/") || url.includes("#")) return null;
  const pathname = url.split("?", 1)[0]!;
  try {
    decodeURIComponent(pathname);
  } catch {
    return null;
  }
  return { url, pathname };
}
