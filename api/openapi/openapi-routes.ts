import type { FastifyInstance } from "fastify";
import { buildDocument } from "@/api/openapi/document";
import { undocumented } from "@/api/openapi/operation";
import type { ListedRoute } from "@/api/openapi/route-list";

/** `GET /api/v1.0/openapi.json`: the document of `routes`, for everybody. Made at the first call, when all routes are there. */
export function registerOpenApi(app: FastifyInstance, routes: readonly ListedRoute[]): void {
  let text: string | null = null;
  app.get("/api/v1.0/openapi.json", { config: undocumented }, (_request, reply) => {
    text ??= JSON.stringify(buildDocument(routes, app.deskUrl));
    return reply.header("content-type", "application/json; charset=utf-8").send(text);
  });
}
