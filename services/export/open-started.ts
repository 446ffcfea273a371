import { z } from "zod";
import type { ExportFormat } from "@/domain/export/formats";
import { exportSkipsMax, type Manifest } from "@/domain/export/manifest";
import { done, type Result } from "@/domain/result";
import type { Export } from "@/prisma/client/client";
import { parseAsk } from "@/services/export/ask";
import { deliver, type OpenExport } from "@/services/export/deliver";
import type { DeskExportName } from "@/services/export/desk-exports";
import { endEarly } from "@/services/export/end-export";
import type { ExportFacts } from "@/services/export/export-row";
import { openGapFinder } from "@/services/export/gaps";
import { findTrailEnd } from "@/services/export/log-end";
import { openFile } from "@/services/export/read-file";
import { rowsProof } from "@/services/export/rows-proof";
import { auditActor, read, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";

const inputSchema = z.object({ id: z.uuid({ error: "Name the export by its id." }) });
const earlierMax = 5;

/**
 * Opens the download of an export that the same person started: once. Its rights are read anew. Refuses: invalid_input, unauthenticated,
 * forbidden, not_found (also when it has been opened before).
 */
export async function openStartedExport(context: Context, input: unknown): Promise<Result<OpenExport>> {
  const parsed = parseInput(inputSchema, input);
  if (!parsed.ok) return parsed;
  const { id } = parsed.value;
  return read(context, "export.view", async ({ actor, accountId }) => {
    const now = context.now();
    const actorId = auditActor(actor).id ?? null;
    const [row] = await context.db.export.updateManyAndReturn({
      where: { id, accountId, actorId, status: "waiting" },
      data: { status: "running", seenAt: now },
    });
    if (row === undefined) return refuseWith("not_found");
    const account = await context.db.account.findUniqueOrThrow({
      where: { id: accountId },
      select: { id: true, name: true },
    });
    const facts = factsOf(row, account, context);
    try {
      return await openRow(context, facts);
    } catch (error) {
      await context.db
        .$transaction((tx) => endEarly(tx, facts, "failed", { rows: 0, bytes: 0 }, context.now()))
        .catch(() => undefined);
      throw error;
    }
  });
}

async function openRow(context: Context, facts: ExportFacts): Promise<Result<OpenExport>> {
  const { what, format, marked, filter, account, organizationId } = facts;
  const parsed = parseAsk({ what, format, marked, filter });
  if (!parsed.ok) return parsed;
  // Its periods count from when it was started, as its event says.
  const then = { ...context, now: () => facts.createdAt };
  const reach = { accountId: account.id, organizationId };
  const allowed = await read(context, parsed.value.action, () => parsed.value.resolve(then, reach));
  if (!allowed.ok) return allowed;
  const end = what === "audit" ? await findTrailEnd(context, account.id) : null;
  const gaps = end?.log ? openGapFinder(exportSkipsMax) : null;
  const source = allowed.value.source(format, end?.size ?? 0);
  const file = await openFile(context.config.databaseUrl, source, facts, gaps?.row ?? null);
  await context.db.export.updateMany({
    where: { id: facts.id, accountId: account.id, status: "running" },
    data: { expected: file.expected },
  });
  const proof = rowsProof(context, facts, end?.log ?? null, gaps, earlierMax);
  return done(deliver({ db: context.db, now: context.now, facts, file, proof }));
}

function factsOf(row: Export, account: { id: string; name: string }, context: Context): ExportFacts {
  return {
    id: row.id,
    account,
    organizationId: row.organizationId,
    actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
    origin: context.origin,
    what: row.what as DeskExportName,
    format: row.format as ExportFormat,
    marked: row.marked,
    filter: row.filter as Manifest["filter"],
    file: row.file,
    createdAt: row.createdAt,
  };
}
