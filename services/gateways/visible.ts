/** Which gateways an operator who works in an account sees and removes: its own, and those that serve every account. */
export function visibleGateways(accountId: string) {
  return { deletedAt: null, OR: [{ accountId }, { forDeployment: true }] };
}
