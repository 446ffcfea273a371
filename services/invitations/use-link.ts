import type { LinkPurpose } from "@/domain/access/people-bounds";
import type { Database, Transaction } from "@/prisma/client-factory";
import { digestLinkSecret } from "@/services/invitations/link-secret";
import { openLinks } from "@/services/invitations/open-links";
import type { BaseContext } from "@/services/kernel/context";

/** An open link: neither used, cancelled nor expired, of an account that is not locked; null otherwise. */
export async function findLink(
  db: Database | Transaction,
  base: Pick<BaseContext, "keys" | "now">,
  purpose: LinkPurpose,
  secret: string,
) {
  return db.invitation.findFirst({
    where: {
      digest: digestLinkSecret(base.keys, secret),
      purpose,
      ...openLinks(base.now()),
      account: { disabledAt: null },
    },
    include: { account: { select: { id: true, name: true } } },
  });
}

/** Uses a link up, once: of many that come at the same time, one gets true. */
export async function takeLink(tx: Transaction, id: string, now: Date): Promise<boolean> {
  const { count } = await tx.invitation.updateMany({
    where: { id, ...openLinks(now) },
    data: { usedAt: now },
  });
  return count === 1;
}
