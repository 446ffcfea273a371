import { expect, test } from "vitest";
import type { TokenFacts } from "@/domain/verification/decide";
import { askThrough, type GatewayScope } from "@/domain/verification/gateway-scope";

const production = { id: "production", name: "Production" };
const staging = { id: "staging", name: "Staging", deletedAt: null };
const ofAccount: GatewayScope = { accountId: "acme", forDeployment: false, organization: null };
const ofProduction: GatewayScope = { ...ofAccount, organization: production };
const deployment: GatewayScope = { ...ofAccount, forDeployment: true };

const token = (accountId: string, organization: TokenFacts["organization"] = null) =>
  ({ account: { id: accountId }, organization, askedOrganization: null }) as TokenFacts;

test("a gateway of an account knows that account's tokens, one of the deployment all of them", () => {
  expect(askThrough(ofAccount, token("acme"), null).facts).not.toBeNull();
  expect(askThrough(ofAccount, token("borealis"), null).facts).toBeNull();
  expect(askThrough(deployment, token("borealis"), null).facts).not.toBeNull();
  expect(askThrough(deployment, null, null).facts).toBeNull();
});

test("a gateway of an organization knows its tokens and the account's unbound ones, and not another organization's", () => {
  expect(
    askThrough(ofProduction, token("acme", { ...production, deletedAt: null }), null).facts,
  ).not.toBeNull();
  expect(askThrough(ofProduction, token("acme"), null).facts).not.toBeNull();
  expect(askThrough(ofProduction, token("acme", staging), null).facts).toBeNull();
  expect(askThrough(ofProduction, token("borealis"), null).facts).toBeNull();
});

test("through the gateway of an organization every call works in it; another one that is named is no one's", () => {
  // Of ids, which are UUIDs, either case is the same.
  for (const asked of [null, "unnamed", production.id, production.id.toUpperCase()] as const) {
    const { facts, organization } = askThrough(ofProduction, token("acme"), asked);
    expect([facts?.askedOrganization, organization]).toEqual([production, production.id]);
  }
  const other = askThrough(ofProduction, { ...token("acme"), askedOrganization: staging }, staging.id);
  expect([other.facts?.askedOrganization, other.organization]).toEqual([null, staging.id]);
});
