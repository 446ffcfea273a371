import { expect, test } from "vitest";
import { type Action, actions, roles } from "@/domain/access/actions";
import { decideTokenAction, handsOutInvitations, type TokenRights } from "@/domain/access/token-actions";
import { tokenTypeNames } from "@/domain/tokens/types";

const rights = (more: Partial<TokenRights>): TokenRights => ({
  type: "account",
  inOrganization: false,
  ofClient: false,
  user: null,
  ...more,
});
const allowed = (who: TokenRights) =>
  (Object.keys(actions) as Action[]).filter((action) => decideTokenAction(who, action) === "allowed");

/** What only a person does, with a session: no token of any type, whatever its user's role. */
const ofPeople =
  /^(?:session\.|password\.|personal_token\.|user\.reset_link|user\.end_sessions|gateway\.(?:view|create|delete)$|account\.change_limits|overview\.|review\.|token\.(?:reveal|make_default))/;

test("no token of any type does what only a person can", () => {
  for (const type of tokenTypeNames) {
    for (const role of roles) {
      for (const inOrganization of [false, true]) {
        const who = rights({ type, inOrganization, user: { role } });
        expect(allowed(who).filter((action) => ofPeople.test(action))).toEqual([]);
      }
    }
  }
});

test("of all types only account tokens hand out invitations in their own right", () => {
  expect(tokenTypeNames.filter(handsOutInvitations)).toEqual(["account"]);
});

test("a token that is bound to an organization does nothing that an account token could not do in it", () => {
  const inOne = new Set(allowed(rights({ type: "account", inOrganization: true })));
  for (const type of ["api_key", "export", "download", "organization"] as const) {
    const own = allowed(rights({ type, inOrganization: true }));
    expect(own.filter((action) => !inOne.has(action))).toEqual([]);
  }
  for (const action of ["token.revoke_all", "user.view", "organization.create", "account.view"] as const)
    expect(inOne.has(action), action).toBe(false);
});

test("a token that acts as a user does no more than its user's role, and nothing that asks for the password", () => {
  for (const type of ["impersonation", "personal"] as const) {
    const byRole = Object.fromEntries(roles.map((role) => [role, allowed(rights({ type, user: { role } }))]));
    expect(byRole.member).toEqual([]);
    expect(byRole.auditor!.every((action) => action.endsWith(".view"))).toBe(true);
    for (const action of byRole.administrator!) expect(actions[action]).not.toHaveProperty("reauth");
    expect(allowed(rights({ type, user: null }))).toEqual([]);
  }
});

test.each([
  ["personal", "administrator", "token.create", "person_required"],
  ["personal", "administrator", "token.disable", "allowed"],
  ["personal", "auditor", "token.disable", "forbidden"],
  ["impersonation", "member", "token.view", "forbidden"],
  ["personal", "administrator", "token.export", "insufficient_scope"],
  ["export", "administrator", "token.view", "insufficient_scope"],
] as const)("%s of an %s: %s is %s", (type, role, action, expected) => {
  expect(decideTokenAction(rights({ type, user: { role } }), action)).toBe(expected);
});
