import { deploymentPolicy, type TokenPolicy, tighterPolicy } from "@/domain/tokens/policy";

/** The columns that make up a policy, to be selected wherever one is read. */
export const policyColumns = {
  keyCap: true,
  lifetimeDaysMax: true,
  graceSecondsMax: true,
  keysRevealable: true,
} as const;

/** The policy that binds an account by its row; without one, the deployment's. */
export function policyOf(row: TokenPolicy | null | undefined): TokenPolicy {
  return row ? tighterPolicy(deploymentPolicy, row) : deploymentPolicy;
}
