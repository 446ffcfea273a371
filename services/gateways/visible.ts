// The deletion of an organization ends its gateways' tokens.
const live = { deletedAt: null, token: { deletedAt: null } };

/** Which gateways an operator who works in an account sees and removes: its own, and those that serve every account. */
export function visibleGateways(accountId: string) {
  return { ...live, OR: [{ accountId }, { forDeployment: true }] };
}
