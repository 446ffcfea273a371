import type { FastifyInstance } from "fastify";
import { undocumented } from "@/api/openapi/operation";
import { sendProblem } from "@/api/problem";
import type { Readiness } from "@/services/health/readiness";

/** `/healthz`: this process runs. `/readyz`: it can decide, and the database has the migrations of this code. */
export function registerHealth(app: FastifyInstance, readiness: () => Promise<Readiness>): void {
  app.get("/healthz", { config: undocumented }, async () => ({ status: "ok" }));
  app.get("/readyz", { config: undocumented }, async (_request, reply) => {
    const state = await readiness();
    if (state.ready) return { status: "ready" };
    reply.header("retry-after", "1");
    return sendProblem(reply, "not_ready", { detail: state.reason });
  });
}
