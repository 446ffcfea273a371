import type { FastifyInstance } from "fastify";

type Known = { readonly pattern: RegExp; readonly methods: Set<string> };

/**
 * Remembers which methods each address has, so that a wrong one is answered with 405 and `Allow` (RFC 9110 §15.5.6), and only
 * an unknown address with 404. Call it before the routes are registered.
 */
export function watchMethods(app: FastifyInstance): (url: string) => string | null {
  const known = new Map<string, Known>();
  app.addHook("onRoute", (route) => {
    const entry = known.get(route.url) ?? { pattern: toPattern(route.url), methods: new Set<string>() };
    for (const method of [route.method].flat()) entry.methods.add(method);
    known.set(route.url, entry);
  });
  return (url) => {
    const path = url.split("?", 1)[0]!;
    for (const { pattern, methods } of known.values()) {
      if (pattern.test(path)) return [...methods].sort().join(", ");
    }
    return null;
  };
}

// "/v1/things/:id" → one segment in the place of each parameter.
function toPattern(url: string): RegExp {
  const segments = url.split("/").map((segment) => {
    if (segment === "*") return ".*";
    return segment.startsWith(":") ? "[^/]+" : segment.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  });
  return new RegExp(`^${segments.join("/")}$`);
}
