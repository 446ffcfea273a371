import type { Transaction } from "@/prisma/client-factory";

/** For so long, and for fewer rows in all, the event of one reading stands for those that follow it. */
export const coveredBounds = { seconds: 3_600, rows: 1_000 } as const;

/** A token that follows an organization's trail. */
export type AuditReader = {
  readonly accountId: string;
  readonly organizationId: string;
  readonly tokenId: string;
};

/** Readings without an event of their own, and their rows. */
export type Followed = { readonly readings: number; readonly rows: number };

export type Covered =
  | { readonly isCovered: true }
  /** The reading needs its event, which tells of those that the last one stood for; null: there were none. */
  | { readonly isCovered: false; readonly followed: Followed | null };

/**
 * Whether the event of an earlier reading stands for this one: by the same token, of the same organization, from a number on that is no
 * smaller, within the bounds. Counts it then; else this reading's event stands for those to come. In the transaction of that event.
 */
export async function coverReading(
  tx: Transaction,
  { accountId, organizationId, tokenId }: AuditReader,
  reading: { readonly after: bigint; readonly rows: number },
  now: Date,
): Promise<Covered> {
  const { after, rows } = reading;
  // Many at once by one token: one of them begins, the others wait for it here.
  const begun = await tx.$executeRaw`
    INSERT INTO "AuditReader" ("tokenId", "organizationId", "accountId", "after", "since")
    VALUES (${tokenId}::uuid, ${organizationId}::uuid, ${accountId}::uuid, ${after}, ${now}) ON CONFLICT DO NOTHING`;
  if (begun === 1) return { isCovered: false, followed: null };
  const since = new Date(now.getTime() - coveredBounds.seconds * 1_000);
  const [known] = await tx.$queryRaw<[Followed & { isCovered: boolean }]>`
    SELECT "readings", "rows"::float8 AS "rows",
      ("after" <= ${after} AND "since" > ${since} AND "rows" + ${rows}::bigint < ${coveredBounds.rows}::bigint) AS "isCovered"
    FROM "AuditReader" WHERE "tokenId" = ${tokenId}::uuid AND "organizationId" = ${organizationId}::uuid
      AND "accountId" = ${accountId}::uuid FOR UPDATE`;
  const where = { tokenId, organizationId, accountId };
  if (known.isCovered) {
    const data = { readings: { increment: 1 }, rows: { increment: rows } };
    await tx.auditReader.updateMany({ where, data });
    return { isCovered: true };
  }
  await tx.auditReader.updateMany({ where, data: { after, since: now, readings: 0, rows: 0 } });
  const followed = { readings: known.readings, rows: known.rows };
  return { isCovered: false, followed: followed.readings > 0 ? followed : null };
}
