import type { Credential } from "@/domain/verification/credential";
import type { Verdict } from "@/domain/verification/verdicts";
import type { GatewayRow, LookedUp } from "@/services/verification/lookup-row";
import { decideOn, startLookup, type VerificationDeps } from "@/services/verification/verification";

/** A caller that says it is a gateway, and where it calls from. */
export type GatewayCaller = {
  readonly gateway: Credential;
  readonly gatewayIp: string | null;
  /** The caller's own user agent. */
  readonly gatewayAgent: string;
};

export type IdentifiedGateway =
  | { readonly kind: "not_a_gateway"; readonly verdict: Verdict }
  | {
      readonly kind: "gateway";
      readonly gateway: GatewayRow;
      readonly tokenId: string;
      readonly secretId: string;
    };

/** Why a credential cannot be a gateway's, before anything is looked up; null when it can. */
export function refuseOtherKinds(gateway: Credential): Verdict | null {
  if (gateway.kind === "missing" || gateway.kind === "malformed") return gateway.kind;
  return gateway.kind === "jwt" || gateway.token.type !== "gateway" ? "forbidden" : null;
}

/** Finds out whether a caller is a gateway whose token is good now. Rejects with `VerificationUnavailable`. */
export async function identifyGateway(
  deps: VerificationDeps,
  caller: GatewayCaller,
): Promise<IdentifiedGateway> {
  const other = refuseOtherKinds(caller.gateway);
  if (other !== null) return { kind: "not_a_gateway", verdict: other };
  const found = await startLookup(deps, caller.gateway, null);
  const verdict = decideOnCaller(deps, caller, found, deps.now());
  if (verdict !== "valid" || found?.gateway == null) return { kind: "not_a_gateway", verdict };
  const { token, secretId } = found.facts;
  return { kind: "gateway", gateway: found.gateway, tokenId: token.id, secretId };
}

/** The verdict on a caller's own token. A good call shows in that token's activity; a refused one is counted as every refusal. */
export function decideOnCaller(
  deps: VerificationDeps,
  { gateway, gatewayIp, gatewayAgent }: GatewayCaller,
  caller: LookedUp | null,
  now: Date,
): Verdict {
  const own = decideOn(
    gateway,
    caller?.facts ?? null,
    { permission: "gateway:verify", organization: null, ip: gatewayIp, purpose: "gateway" },
    now,
  );
  if (own.facts !== null) {
    deps.usage.record({
      at: now,
      verdict: own.verdict,
      facts: own.facts,
      gatewayId: null,
      ip: gatewayIp,
      agent: gatewayAgent,
      isCall: false,
    });
  }
  return own.verdict === "valid" && caller?.gateway == null ? "revoked" : own.verdict;
}
