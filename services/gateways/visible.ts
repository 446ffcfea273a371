/** Gateways that can ask: neither removed nor ended with their organization, whose deletion destroys their tokens. */
export const liveGateways = { deletedAt: null, token: { deletedAt: null } };

/** Which gateways an operator who works in an account sees and removes: its own, and those that serve every account. */
export function visibleGateways(accountId: string) {
  return { ...liveGateways, OR: [{ accountId }, { forDeployment: true }] };
}
