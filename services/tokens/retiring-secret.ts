import type { Work } from "@/services/kernel/act";

export type RetiringSecret = { readonly id: string; readonly last4: string; readonly retiresAt: Date };

/** The old secret of a locked token while it still works; null when there is none or its grace has passed. */
export async function findRetiringSecret(
  { tx, now }: Pick<Work, "tx" | "now">,
  tokenId: string,
): Promise<RetiringSecret | null> {
  const secret = await tx.tokenSecret.findFirst({
    where: { tokenId, destroyedAt: null, retiresAt: { gt: now } },
    select: { id: true, last4: true, retiresAt: true },
  });
  return secret?.retiresAt ? { ...secret, retiresAt: secret.retiresAt } : null;
}
