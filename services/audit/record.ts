import { v7 as uuidv7 } from "uuid";
import type { AuditAction } from "@/domain/audit/catalogue";
import { reasonAgainstDetails } from "@/domain/audit/log/log-row";
import type { Transaction } from "@/prisma/client-factory";
import type { RequestOrigin } from "@/services/kernel/context";

export type AuditRecord = {
  readonly accountId: string | null;
  readonly actor: { readonly kind: string; readonly id?: string | null; readonly name: string };
  readonly action: AuditAction;
  readonly outcome?: "done" | "refused";
  readonly target?: { readonly kind: string; readonly id: string | null; readonly name: string };
  /** Sentence values and before/after. Never a secret. */
  readonly details?: Record<string, unknown>;
};

/**
 * Writes one audit event in the caller's transaction: when this fails, the action fails (design §7: no audit row, no action).
 */
export async function recordAudit(
  tx: Transaction,
  now: Date,
  origin: RequestOrigin,
  record: AuditRecord,
): Promise<void> {
  await tx.auditEvent.create({ data: auditRow(now, origin, record) });
}

/** Writes many events in the caller's transaction with one statement; see `recordAudit`. */
export async function recordAudits(
  tx: Transaction,
  now: Date,
  origin: RequestOrigin,
  records: readonly AuditRecord[],
): Promise<void> {
  if (records.length === 0) return;
  // One parameter for all rows: a thousand events as columns of parameters take seconds to prepare.
  const rows = JSON.stringify(records.map((record) => auditRow(now, origin, record)));
  await tx.$executeRaw`
    INSERT INTO "AuditEvent" ("id", "accountId", "at", "actorKind", "actorId", "actorName", "action", "outcome", "targetKind",
      "targetId", "targetName", "ip", "userAgent", "requestId", "details")
    SELECT "id", "accountId", "at", "actorKind", "actorId", "actorName", "action", "outcome", "targetKind",
      "targetId", "targetName", "ip", "userAgent", "requestId", "details"
    FROM jsonb_to_recordset(${rows}::jsonb) AS r ("id" uuid, "accountId" uuid, "at" timestamptz, "actorKind" text, "actorId" uuid,
      "actorName" text, "action" text, "outcome" text, "targetKind" text, "targetId" uuid, "targetName" text, "ip" text,
      "userAgent" text, "requestId" text, "details" jsonb)`;
}

function auditRow(now: Date, origin: RequestOrigin, record: AuditRecord) {
  // What the log could not hash must not be written: the sealer would have no number for it.
  const against = reasonAgainstDetails(record.details ?? {});
  if (against !== null) throw new Error(`the event ${record.action} cannot be written: ${against}`);
  return {
    id: uuidv7(),
    accountId: record.accountId,
    at: now,
    actorKind: record.actor.kind,
    actorId: record.actor.id ?? null,
    actorName: record.actor.name,
    action: record.action,
    outcome: record.outcome ?? "done",
    targetKind: record.target?.kind ?? null,
    targetId: record.target?.id ?? null,
    targetName: record.target?.name ?? null,
    ip: origin.ip,
    userAgent: origin.userAgent?.slice(0, 500) ?? null,
    requestId: origin.requestId,
    details: (record.details ?? {}) as object,
  };
}
