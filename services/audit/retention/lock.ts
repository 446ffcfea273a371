import type { Transaction } from "@/prisma/client-factory";

/** The account's row of retention, locked: whoever drops events, or stops that, waits for the other. Made when there is none. */
export async function lockRetention(tx: Transaction, accountId: string) {
  await tx.$executeRaw`INSERT INTO "AuditRetention" ("accountId") VALUES (${accountId}::uuid) ON CONFLICT DO NOTHING`;
  await tx.$executeRaw`SELECT 1 FROM "AuditRetention" WHERE "accountId" = ${accountId}::uuid FOR UPDATE`;
  return tx.auditRetention.findUniqueOrThrow({ where: { accountId } });
}
