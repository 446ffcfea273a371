import type { Transaction } from "@/prisma/client-factory";
import type { AccountRows } from "@/services/seed/demo/account-rows";
import type { HourCount } from "@/services/seed/demo/token-usage";

const hoursAtOnce = 20_000;

/** Inserts an account's rows in bulk: some tens of thousands in about a second. */
export async function insertAccountRows(tx: Transaction, rows: AccountRows): Promise<void> {
  await tx.account.create({ data: rows.account });
  await tx.user.createMany({ data: rows.templates });
  await tx.membership.createMany({ data: rows.memberships });
  await tx.organization.createMany({ data: rows.organizations });
  await tx.token.createMany({ data: rows.tokens });
  await tx.tokenSecret.createMany({ data: rows.secrets });
  await tx.tokenActivity.createMany({ data: rows.activity });
  await tx.tokenCaller.createMany({ data: rows.callers });
  await tx.accountUsageDay.createMany({ data: rows.days });
  await tx.gateway.createMany({ data: rows.gateways });
  await tx.refusalHour.createMany({ data: rows.refusals });
  await tx.auditEvent.createMany({ data: rows.events });
  for (let start = 0; start < rows.hours.length; start += hoursAtOnce) {
    await insertHours(tx, rows.account.id, rows.hours.slice(start, start + hoursAtOnce));
  }
  await tx.$executeRaw`
    INSERT INTO "AccountUsageHour" ("accountId", "hour", "verdict", "count")
    SELECT "accountId", "hour", "verdict", sum("count") FROM "UsageHour"
    WHERE "accountId" = ${rows.account.id}::uuid GROUP BY 1, 2, 3`;
}

// One array per column: PostgreSQL takes them in one statement, where createMany would need ten.
async function insertHours(tx: Transaction, accountId: string, hours: readonly HourCount[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "UsageHour" ("tokenId", "hour", "verdict", "accountId", "count")
    SELECT u."tokenId", u."hour", u."verdict", ${accountId}::uuid, u."count"
    FROM unnest(
      ${hours.map((row) => row.tokenId)}::uuid[], ${hours.map((row) => row.hour.toISOString())}::timestamptz[],
      ${hours.map((row) => row.verdict)}::text[], ${hours.map((row) => row.count)}::bigint[]
    ) AS u("tokenId", "hour", "verdict", "count")`;
}
