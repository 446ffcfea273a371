import { z } from "zod";
import type { ExportView } from "@/domain/export/export-views";
import { done, type Result } from "@/domain/result";
import { Prisma } from "@/prisma/client/client";
import { readExportViews } from "@/services/export/views";
import { auditActor, read, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";

const inputSchema = z.strictObject({ id: z.uuid({ error: "Name the export by its id." }) });

/** How far an export of one's own is. Refuses: invalid_input, unauthenticated, forbidden, not_found. */
export async function findExport(context: Context, input: unknown): Promise<Result<ExportView>> {
  const parsed = parseInput(inputSchema, input);
  if (!parsed.ok) return parsed;
  return read(context, "export.view", async ({ actor, accountId }) => {
    const where = Prisma.sql`x."id" = ${parsed.value.id}::uuid AND x."accountId" = ${accountId}::uuid
      AND x."actorId" = ${auditActor(actor).id ?? null}::uuid`;
    const [found] = await readExportViews(context.db, where, 1);
    return found === undefined ? refuseWith("not_found") : done(found);
  });
}
