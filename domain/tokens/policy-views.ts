import type { TokenPolicy } from "@/domain/tokens/policy";

/** What the page of the token policy shows. */
export type PolicyView = {
  readonly deployment: TokenPolicy;
  readonly account: TokenPolicy;
  /** How many organizations have so many live API keys. */
  readonly keyCounts: readonly { readonly keys: number; readonly organizations: number }[];
};
