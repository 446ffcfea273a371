import type { FastifyInstance } from "fastify";
import type { Operation } from "@/api/openapi/operation";

/** A route as Fastify has it; `operation` undefined: it says nothing of itself, null: it is no part of the API. */
export type ListedRoute = {
  readonly methods: readonly string[];
  /** As Fastify writes it, "/things/:id". */
  readonly url: string;
  readonly operation: Operation | null | undefined;
};

/** Remembers every route that is registered after this call. HEAD goes with GET. */
export function listRoutes(app: FastifyInstance): readonly ListedRoute[] {
  const routes: ListedRoute[] = [];
  app.addHook("onRoute", ({ method, url, config }) => {
    const methods = [method].flat().filter((name) => name !== "HEAD");
    if (methods.length > 0) routes.push({ methods, url, operation: config?.operation });
  });
  return routes;
}
