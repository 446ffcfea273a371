import type { Ask, TokenFacts } from "@/domain/verification/decide";

/** Whose tokens a gateway asks about. */
export type GatewayScope = {
  readonly accountId: string;
  /** True: those of every account. */
  readonly forDeployment: boolean;
  /** The one organization that it was downloaded for (runZero: "the organization the downloaded Explorer will be associated with"). */
  readonly organization: { readonly id: string; readonly name: string } | null;
};

type Asked = { readonly facts: TokenFacts | null; readonly organization: Ask["organization"] };

/**
 * A question as the gateway may ask it. Tokens of other accounts, and those bound to other organizations than its own, are unknown
 * to it. Through the gateway of an organization every call works in that organization, as if the client had named it; who names
 * another one is refused.
 */
export function askThrough(
  gateway: GatewayScope,
  facts: TokenFacts | null,
  organization: Ask["organization"],
): Asked {
  if (facts === null) return { facts, organization };
  if (!gateway.forDeployment && facts.account.id !== gateway.accountId) return { facts: null, organization };
  const own = gateway.organization;
  if (own === null) return { facts, organization };
  if (facts.organization !== null && facts.organization.id !== own.id) return { facts: null, organization };
  const namesAnother =
    organization !== null && organization !== "unnamed" && organization.toLowerCase() !== own.id;
  return {
    facts: { ...facts, askedOrganization: namesAnother ? null : own },
    organization: namesAnother ? organization : own.id,
  };
}
