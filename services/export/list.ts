import type { ExportView } from "@/domain/export/export-views";
import { done, type Result } from "@/domain/result";
import { Prisma } from "@/prisma/client/client";
import { readExportViews } from "@/services/export/views";
import { auditActor, read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";

/** What the page of exports shows at most. */
export const exportsShownMax = 50;

/** One's own exports of this account, newest first. Refuses: unauthenticated, forbidden. */
export async function listExports(
  context: Context,
): Promise<Result<{ rows: readonly ExportView[]; now: Date }>> {
  return read(context, "export.view", async ({ actor, accountId, now }) => {
    const where = Prisma.sql`x."accountId" = ${accountId}::uuid AND x."actorId" = ${auditActor(actor).id ?? null}::uuid`;
    return done({ rows: await readExportViews(context.db, where, exportsShownMax), now });
  });
}
