import type { Plan } from "@/domain/access/plans";
import type { TokenPolicy } from "@/domain/tokens/policy";

/** An account with its plan and limits. */
export type AccountView = {
  readonly id: string;
  readonly name: string;
  readonly locator: string;
  readonly plan: Plan;
  /** Calls a day (runZero, "API rate limiting"). */
  readonly licensedAssets: number;
  readonly requestsPerMinute: number;
  /** Per source address and 5 minutes. */
  readonly requestsPerIp: number;
  readonly createdAt: Date;
  /** People of it do nothing in it without a second factor. */
  readonly requireSecondStep: boolean;
  /** As it binds: the deployment's, or tighter. */
  readonly tokenPolicy: TokenPolicy;
};
