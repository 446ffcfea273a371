import { done, type Result } from "@/domain/result";
import { findSealedHead } from "@/services/audit/sealed-head";
import { parseAsk } from "@/services/export/ask";
import { countRows } from "@/services/export/count";
import { type ExportFacts, insertExport, newExportId } from "@/services/export/export-row";
import { exportFileName } from "@/services/export/file-names";
import { act, auditActor, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";

/** Exports that a person may have under way at once. */
export const exportsAtOnceMax = 4;

/** A started export that waits for its download. */
export type StartedExport = { readonly id: string; readonly file: string; readonly expected: number };

/**
 * Starts an export of the desk: the password, the row and the event come first; the download (open-started) takes it from there. Refuses:
 * invalid_input (by field), unauthenticated, forbidden, reauthentication_required, exports_busy.
 */
export async function startExport(context: Context, input: unknown): Promise<Result<StartedExport>> {
  const parsed = parseAsk(input);
  if (!parsed.ok) return parsed;
  const { ask, action, resolve } = parsed.value;
  return act(context, action, async ({ tx, actor, accountId, organizationId, now, audit }) => {
    const asked = await resolve(context, { accountId, organizationId });
    if (!asked.ok) return asked;
    const account = await tx.account.findUniqueOrThrow({
      where: { id: accountId },
      select: { id: true, name: true },
    });
    const { kind, id, name } = auditActor(actor);
    const running = await tx.export.count({
      where: { accountId, actorId: id ?? null, finishedAt: null },
    });
    if (running >= exportsAtOnceMax)
      return refuseWith(
        "exports_busy",
        `You have ${running} exports under way, as many as may be at once. Try again when one has ended.`,
      );
    const size = ask.what === "audit" ? (await findSealedHead(tx, accountId)).seq : 0;
    const expected = await countRows(tx, asked.value.source(ask.format, size));
    const { what, format, marked } = ask;
    const facts: ExportFacts = {
      id: newExportId(),
      account,
      organizationId,
      actor: { kind, id: id ?? null, name },
      origin: context.origin,
      what,
      format,
      marked,
      filter: asked.value.filter,
      file: exportFileName(what, format, now),
      createdAt: now,
    };
    await insertExport(tx, facts, "waiting", expected);
    const details = { count: expected, format, filters: asked.value.filter, exportId: facts.id };
    await audit({ action, details });
    return done({ id: facts.id, file: facts.file, expected });
  });
}
