import type { GatewaySummary } from "@/domain/gateways/gateway-views";

/** Whose tokens a gateway asks about, in words. */
export function reachWords(
  gateway: Pick<GatewaySummary, "forDeployment" | "accountName" | "organization">,
): string {
  if (gateway.forDeployment) return "Tokens of every account";
  return `Tokens of ${gateway.organization?.name ?? gateway.accountName}`;
}
