import type { z } from "zod";
import { findSealedHead } from "@/services/audit/sealed-head";
import { type auditInput, lastSeqSql } from "@/services/export/audit-source";
import { findTrailEnd, type TrailEnd } from "@/services/export/log-end";
import type { Context } from "@/services/kernel/context";

/**
 * Where a program's reading of an organization's trail ends; null where nothing came after the number that it asks from. A checkpoint is signed
 * only for rows that none covers: who asks each second and gets nothing has nothing signed. For callers that have authorised.
 */
export async function findReadingEnd(
  context: Context,
  reach: { readonly accountId: string; readonly organizationId: string },
  input: z.output<typeof auditInput>,
): Promise<TrailEnd | null> {
  if (input.after === undefined) return findTrailEnd(context, reach.accountId);
  const { seq } = await findSealedHead(context.db, reach.accountId);
  const [last] = await context.db.$queryRaw<{ seq: bigint }[]>(lastSeqSql(reach, seq, input));
  return last === undefined ? null : findTrailEnd(context, reach.accountId, Number(last.seq));
}
