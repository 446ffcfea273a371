import type { Work } from "@/services/kernel/act";
import { destroyTokens } from "@/services/tokens/destroy-tokens";

/** What a removal needs to know of a gateway. */
export type RemovableGateway = {
  readonly id: string;
  readonly name: string;
  readonly accountId: string;
  readonly tokenId: string;
  readonly forDeployment: boolean;
};

/**
 * Removes a gateway that the caller may remove, destroys the secrets of its token for good, and writes the event. Of two that
 * remove it at once, one changes the row; the other is told false.
 */
export async function removeGateway(work: Work, gateway: RemovableGateway): Promise<boolean> {
  const changed = await work.tx.gateway.updateMany({
    where: { id: gateway.id, deletedAt: null },
    data: { deletedAt: work.now },
  });
  if (changed.count === 0) return false;
  await destroyTokens({ ...work, accountId: gateway.accountId }, [gateway.tokenId]);
  await work.audit({
    action: "gateway.delete",
    target: { kind: "gateway", id: gateway.id, name: gateway.name },
    details: { forDeployment: gateway.forDeployment },
  });
  return true;
}
