import type { Overview } from "@/domain/overview/overview";
import { expiringSoonDays } from "@/domain/tokens/bounds";
import { listedTokenTypeNames } from "@/domain/tokens/types";
import type { Database } from "@/prisma/client-factory";

const shownMax = 5;

/** The active tokens that expire next, within `expiringSoonDays`, soonest first. */
export function findNextToExpire(db: Database, accountId: string, now: Date): Promise<Overview["expiring"]> {
  const soon = new Date(now.getTime() + expiringSoonDays * 86_400_000);
  return db.token.findMany({
    where: {
      accountId,
      deletedAt: null,
      disabledAt: null,
      type: { in: [...listedTokenTypeNames] },
      expiresAt: { gt: now, lte: soon },
      OR: [{ notBefore: null }, { notBefore: { lte: now } }],
    },
    select: { id: true, name: true, type: true, prefix: true, last4: true, expiresAt: true },
    orderBy: [{ expiresAt: "asc" }, { id: "asc" }],
    take: shownMax,
  });
}
