import type { AuditEntry } from "@/domain/audit/audit-views";
import type { Database } from "@/prisma/client-factory";
import { eventColumns } from "@/services/audit/event-columns";

const lookedAt = 500;
const shownMax = 8;

/** What people and programs do all day, and changes nothing. */
const routine = ["token.issue", "export.read", "export.follow"];

/** The newest events but for sessions and routine, out of the newest `lookedAt`: those are most of a trail and say little. */
export function findNewestDeeds(db: Database, accountId: string): Promise<AuditEntry[]> {
  return db.$queryRaw<AuditEntry[]>`
    SELECT ${eventColumns}
    FROM (SELECT * FROM "AuditEvent" WHERE "accountId" = ${accountId}::uuid ORDER BY "id" DESC LIMIT ${lookedAt}) e
    WHERE e."action" NOT LIKE 'session.%' AND e."action" <> ALL (${routine}) ORDER BY e."id" DESC LIMIT ${shownMax}`;
}
