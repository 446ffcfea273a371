import type { ExportFormat } from "@/domain/export/formats";
import type { ExportName } from "@/domain/export/manifest";
import { endEarly } from "@/services/export/end-export";
import { daysBefore, type UpkeepTask } from "@/services/upkeep/upkeep-task";

/** A running export tells each second that it goes on; a started one is fetched at once. */
const silentMinutesMax = 5;

/** Exports whose process is gone, and those that nobody fetched: their rows and the audit trail say so. */
export const endLostExports: UpkeepTask = {
  name: "exports that were lost",
  async run(tx, now, limit) {
    const rows = await tx.export.findMany({
      where: { finishedAt: null, seenAt: { lt: daysBefore(now, silentMinutesMax / 1440) } },
      orderBy: { seenAt: "asc" },
      take: limit,
      omit: { manifest: true, filter: true },
    });
    let ended = 0;
    for (const row of rows) {
      const facts = {
        ...row,
        account: { id: row.accountId, name: "" },
        actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
        origin: { ip: null, userAgent: null, requestId: null },
        what: row.what as ExportName,
        format: row.format as ExportFormat,
        filter: {},
      };
      const progress = { rows: Number(row.rows), bytes: Number(row.bytes) };
      const why = row.status === "waiting" ? "never_fetched" : "lost";
      if (await endEarly(tx, facts, why, progress, now)) ended += 1;
    }
    return ended;
  },
};
