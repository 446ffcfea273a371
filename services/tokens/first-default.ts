import type { Transaction } from "@/prisma/client-factory";

/**
 * Makes a new API key the default of its organization if it is the only live one: the key that the first integrations are
 * given (Zinrelo, "default API keys"). Later keys leave the default as it is, also when there is none.
 */
export async function becomeFirstDefault(
  tx: Transaction,
  accountId: string,
  organizationId: string,
  tokenId: string,
): Promise<void> {
  const others = await tx.token.count({
    where: { accountId, organizationId, type: "api_key", deletedAt: null, id: { not: tokenId } },
  });
  if (others > 0) return;
  await tx.organization.update({
    where: { id: organizationId, accountId },
    data: { defaultKeyId: tokenId },
  });
}
