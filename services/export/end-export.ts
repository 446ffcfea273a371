import type { Manifest } from "@/domain/export/manifest";
import type { Database, Transaction } from "@/prisma/client-factory";
import { recordAudit } from "@/services/audit/record";
import { type EarlyEnd, type ExportFacts, endActions } from "@/services/export/export-row";

/** How far a file has come. */
export type Progress = { readonly rows: number; readonly bytes: number };

/** The export was ended meanwhile: by who cancelled it, or by the clean-up. */
export class ExportEnded extends Error {
  override readonly name = "ExportEnded";
}

const unfinished = ["waiting", "running"];

/**
 * Keeps a whole file's manifest, with its event. Throws ExportEnded where the export was ended before.
 * @param isCovered the event of an earlier reading stands for this one (services/export/cover-reading)
 */
export async function finishExport(
  db: Database,
  facts: ExportFacts,
  manifest: Manifest,
  now: Date,
  isCovered: boolean,
): Promise<void> {
  const { rows, bytes, sha256 } = manifest;
  await db.$transaction(async (tx) => {
    const { count } = await tx.export.updateMany({
      where: { id: facts.id, accountId: facts.account.id, status: "running" },
      data: {
        status: "done",
        rows,
        bytes,
        sha256: Buffer.from(sha256, "hex"),
        manifest,
        seenAt: now,
        finishedAt: now,
      },
    });
    if (count === 0) throw new ExportEnded("the export was ended");
    if (!isCovered) await recordEnd(tx, facts, "export.finish", { rows, bytes, sha256 }, now);
  });
}

/** Says that an export ends without its end, with its event; false when it has ended already. */
export async function endEarly(
  tx: Transaction,
  facts: ExportFacts,
  why: EarlyEnd,
  { rows, bytes }: Progress,
  now: Date,
): Promise<boolean> {
  const action = endActions[why];
  const { count } = await tx.export.updateMany({
    where: { id: facts.id, accountId: facts.account.id, status: { in: unfinished } },
    data: {
      status: action === "export.cancel" ? "cancelled" : "failed",
      reason: why,
      rows,
      bytes,
      seenAt: now,
      finishedAt: now,
    },
  });
  if (count === 0) return false;
  await tx.exportSkips.deleteMany({ where: { exportId: facts.id, export: { accountId: facts.account.id } } });
  await recordEnd(tx, facts, action, { rows, bytes, reason: reasonWords[why] }, now);
  return true;
}

const reasonWords: Record<EarlyEnd, string> = {
  cancelled: "",
  reader_left: "the download was broken off",
  never_fetched: "its download never began",
  failed: "the database could not be read to the end",
  lost: "its process ended",
};

async function recordEnd(
  tx: Transaction,
  { account, actor, origin, id, file, what, format }: ExportFacts,
  action: "export.finish" | "export.cancel" | "export.fail",
  details: Record<string, unknown>,
  now: Date,
): Promise<void> {
  const target = { kind: "export", id, name: file };
  await recordAudit(tx, now, origin, {
    accountId: account.id,
    actor,
    action,
    target,
    details: { what, format, ...details },
  });
}
