"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { TokenPolicy } from "@/domain/tokens/policy";

const Policy = createContext<TokenPolicy | null>(null);

/** Stands around all pages of the desk, so that every form offers what the account's token policy allows. The services decide again. */
export function TokenPolicyProvider({ policy, children }: { policy: TokenPolicy; children: ReactNode }) {
  return <Policy value={policy}>{children}</Policy>;
}

/** The account's token policy as it binds. */
export function useTokenPolicy(): TokenPolicy {
  const policy = useContext(Policy);
  if (policy === null) throw new Error("useTokenPolicy needs a TokenPolicyProvider around the page.");
  return policy;
}
