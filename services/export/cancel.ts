import { z } from "zod";
import type { ExportFormat } from "@/domain/export/formats";
import type { ExportName } from "@/domain/export/manifest";
import { done, type Result } from "@/domain/result";
import { endEarly } from "@/services/export/end-export";
import { act, auditActor, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";

const inputSchema = z.strictObject({ id: z.uuid({ error: "Name the export by its id." }) });

/**
 * Cancels an export of one's own: within a second its query ends, wherever it runs, and its download breaks off. One that has ended
 * already stays as it ended: `cancelled` is then false. Refuses: invalid_input, unauthenticated, forbidden, not_found.
 */
export async function cancelExport(
  context: Context,
  input: unknown,
): Promise<Result<{ cancelled: boolean }>> {
  const parsed = parseInput(inputSchema, input);
  if (!parsed.ok) return parsed;
  return act(context, "export.cancel", async ({ tx, actor, accountId, now }) => {
    const { kind, id: actorId, name } = auditActor(actor);
    const row = await tx.export.findFirst({
      where: { id: parsed.value.id, accountId, actorId: actorId ?? null },
      omit: { manifest: true },
    });
    if (row === null) return refuseWith("not_found");
    const facts = {
      ...row,
      account: { id: accountId, name: "" },
      actor: { kind, id: actorId ?? null, name },
      origin: context.origin,
      what: row.what as ExportName,
      format: row.format as ExportFormat,
      filter: {},
    };
    const progress = { rows: Number(row.rows), bytes: Number(row.bytes) };
    return done({ cancelled: await endEarly(tx, facts, "cancelled", progress, now) });
  });
}
