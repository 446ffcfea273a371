import { z } from "zod";
import type { AuditEntry } from "@/domain/audit/audit-views";
import { done, type Result } from "@/domain/result";
import { eventColumns } from "@/services/audit/event-columns";
import { read, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";

const input = z.object({ eventId: z.uuid({ error: "The event must be an id." }) });

/** One event of the account's trail, for its permalink. Refuses: invalid_input, forbidden, not_found (foreign ones too). */
export async function findAuditEvent(context: Context, given: unknown): Promise<Result<AuditEntry>> {
  const parsed = parseInput(input, given);
  if (!parsed.ok) return parsed;
  return read(context, "audit.view", async ({ accountId }) => {
    const rows = await context.db.$queryRaw<AuditEntry[]>`
      SELECT ${eventColumns} FROM "AuditEvent" e
      WHERE e."id" = ${parsed.value.eventId}::uuid AND e."accountId" = ${accountId}::uuid`;
    return rows[0] ? done(rows[0]) : refuseWith("not_found", "There is no such event.");
  });
}
