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
  await tx.apiClient.createMany({ data: rows.clients });
  await tx.token.createMany({ data: rows.tokens });
  await tx.tokenSecret.createMany({ data: rows.secrets });
  await tx.tokenSecretCiphertext.createMany({ data: rows.ciphertexts });
  for (const { organizationId, tokenId } of rows.defaultKeys) {
    await tx.organization.update({ where: { id: organizationId }, data: { defaultKeyId: tokenId } });
  }
  await tx.tokenActivity.createMany({ data: rows.activity });
  await tx.tokenCaller.createMany({ data: rows.callers });
  await tx.accountUsageDay.createMany({ data: rows.days });
  await tx.gateway.createMany({ data: rows.gateways });
  await insertGatewayHours(tx, rows.gatewayHours);
  await insertReviews(tx, rows.reviews);
  await tx.session.createMany({ data: rows.sessions });
  await insertEvents(tx, rows.events);
  for (let start = 0; start < rows.hours.length; start += hoursAtOnce) {
    await insertHours(tx, rows.account.id, rows.hours.slice(start, start + hoursAtOnce));
  }
  await tx.$executeRaw`
    INSERT INTO "AccountUsageHour" ("accountId", "hour", "verdict", "count")
    SELECT "accountId", "hour", "verdict", sum("count") FROM "UsageHour"
    WHERE "accountId" = ${rows.account.id}::uuid GROUP BY 1, 2, 3`;
}

// Signed last: a review that has ended takes nothing more.
async function insertReviews(tx: Transaction, reviews: AccountRows["reviews"]): Promise<void> {
  for (const { review, signed, reviewers, items } of reviews) {
    await tx.review.create({ data: review });
    await tx.reviewReviewer.createMany({ data: reviewers });
    await tx.reviewItem.createMany({ data: items });
    if (signed === null) continue;
    await tx.review.update({ where: { id: review.id, accountId: review.accountId }, data: signed });
  }
}

async function insertGatewayHours(tx: Transaction, counts: AccountRows["gatewayHours"]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "GatewayHour" ("gatewayId", "hour", "verdict", "count")
    SELECT * FROM jsonb_to_recordset(${JSON.stringify(counts)}::jsonb)
      AS r("gatewayId" uuid, "hour" timestamptz, "verdict" text, "count" bigint)`;
}

async function insertEvents(tx: Transaction, events: AccountRows["events"]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "AuditEvent" ("id", "accountId", "at", "actorKind", "actorId", "actorName", "action", "outcome", "targetKind",
      "targetId", "targetName", "ip", "userAgent", "requestId", "details")
    SELECT * FROM jsonb_to_recordset(${JSON.stringify(events)}::jsonb)
      AS e("id" uuid, "accountId" uuid, "at" timestamptz, "actorKind" text, "actorId" uuid, "actorName" text, "action" text,
        "outcome" text, "targetKind" text, "targetId" uuid, "targetName" text, "ip" text, "userAgent" text, "requestId" text,
        "details" jsonb)`;
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
