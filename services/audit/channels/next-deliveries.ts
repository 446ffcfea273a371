import type { Database } from "@/prisma/client-factory";

/** A checkpoint on its way out of the building: what each channel carries. */
export type Delivery = {
  /** Of the checkpoint, in the deployment: from 1, in the order of signing. */
  readonly number: number;
  /** The number that this channel carried before; 0: none. Whoever has not seen it lacks something. */
  readonly previous: number;
  readonly logId: string;
  readonly size: number;
  readonly signedAt: string;
  /** The signed note. */
  readonly note: string;
};

const atOnce = 100;

/**
 * What comes after `delivered`, in the order of signing. Of checkpoints up to `baseline`, which were signed before the channel was
 * there, only the newest of each log.
 */
export async function nextDeliveries(
  db: Database,
  { delivered, baseline }: { readonly delivered: number; readonly baseline: number },
): Promise<Delivery[]> {
  const rows = await db.$queryRaw<
    { number: number; logId: string; size: number; createdAt: Date; note: string }[]
  >`
    SELECT c."number"::float8 AS "number", c."logId", c."size"::float8 AS "size", c."createdAt", c."note"
    FROM "AuditCheckpoint" c
    WHERE c."number" > ${delivered} AND (c."number" > ${baseline} OR NOT EXISTS (
      SELECT FROM "AuditCheckpoint" n WHERE n."logId" = c."logId" AND n."size" > c."size" AND n."number" <= ${baseline}))
    ORDER BY c."number" LIMIT ${atOnce}`;
  let previous = delivered;
  return rows.map(({ createdAt, ...row }) => {
    const delivery = { ...row, previous, signedAt: createdAt.toISOString() };
    previous = row.number;
    return delivery;
  });
}

/** A delivery as a line of JSON, without its end. */
export function deliveryLine(delivery: Delivery): string {
  const { number, previous, logId, size, signedAt, note } = delivery;
  return JSON.stringify({ event: "keydesk.audit.checkpoint", number, previous, logId, size, signedAt, note });
}
