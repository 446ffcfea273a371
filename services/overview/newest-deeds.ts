import type { AuditEntry } from "@/domain/audit/audit-views";
import type { Database } from "@/prisma/client-factory";
import { eventColumns } from "@/services/audit/event-columns";

const lookedAt = 500;
const shownMax = 8;

/** The newest events but for those of sessions, out of the newest `lookedAt`: sign-ins are most of a trail and say little. */
export function findNewestDeeds(db: Database, accountId: string): Promise<AuditEntry[]> {
  return db.$queryRaw<AuditEntry[]>`
    SELECT ${eventColumns}
    FROM (SELECT * FROM "AuditEvent" WHERE "accountId" = ${accountId}::uuid ORDER BY "id" DESC LIMIT ${lookedAt}) e
    WHERE e."action" NOT LIKE 'session.%' ORDER BY e."id" DESC LIMIT ${shownMax}`;
}
