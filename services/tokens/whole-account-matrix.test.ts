import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Result } from "@/domain/result";
import { startExport } from "@/services/export/start";
import type { Context } from "@/services/kernel/context";
import { listPersonalTokens } from "@/services/personal-tokens/list";
import { revokeAllPersonalTokens } from "@/services/personal-tokens/revoke-all";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { codeOf } from "@/services/testing/tokens";
import type { Tenant } from "@/services/testing/world";
import { countTokens } from "@/services/tokens/counts";
import { createToken } from "@/services/tokens/create";
import { loadCreationOptions } from "@/services/tokens/creation-options";
import { loadTokenFilterOptions } from "@/services/tokens/filter-options";
import { findTokenBySecret } from "@/services/tokens/find-by-secret";
import { listTokens } from "@/services/tokens/list";
import { revokeAllTokens } from "@/services/tokens/revoke-all";
import { loadRevokeAllFacts } from "@/services/tokens/revoke-all-facts";

// As authorisation-matrix.test.ts, for the verbs on an account's tokens as a whole.
let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const roles = ["administrator", "auditor", "member", "operatorMember"] as const;
type Role = (typeof roles)[number];

/** Verbs on no token in particular: done or forbidden by role; the members' row holds for operators without a role, too. */
const wholeVerbs: Record<
  string,
  { run: (tenant: Tenant, context: Context) => Promise<Result<unknown>>; may: readonly Role[] }
> = {
  list: { run: (_, c) => listTokens(c, {}), may: ["administrator", "auditor"] },
  count: { run: (_, c) => countTokens(c), may: ["administrator", "auditor"] },
  "filter options": { run: (_, c) => loadTokenFilterOptions(c), may: ["administrator", "auditor"] },
  export: {
    run: (_, c) => startExport(c, { what: "tokens", format: "csv" }),
    may: ["administrator", "auditor"],
  },
  "find by secret": { run: (_, c) => findTokenBySecret(c, { text: "x" }), may: ["administrator", "auditor"] },
  "creation options": { run: (_, c) => loadCreationOptions(c), may: ["administrator"] },
  "revoke-all facts": { run: (_, c) => loadRevokeAllFacts(c), may: ["administrator"] },
  "create impersonation": {
    run: (t, c) => createToken(c, { type: "impersonation", name: "A", actsAsUserId: t.templateUserId }),
    may: ["administrator"],
  },
  "create account": { run: (_, c) => createToken(c, { type: "account", name: "A" }), may: ["administrator"] },
  "create organization": {
    run: (t, c) => createToken(c, { type: "organization", name: "A", organizationId: t.organizationId }),
    may: ["administrator"],
  },
  "create personal": {
    run: (_, c) => createToken(c, { type: "personal", name: "A" }),
    may: ["administrator", "member", "operatorMember"],
  },
  "list own": { run: (_, c) => listPersonalTokens(c), may: roles },
  "revoke all own": { run: (_, c) => revokeAllPersonalTokens(c, { confirmation: "x" }), may: roles },
  "revoke all": { run: (_, c) => revokeAllTokens(c, { confirmation: "x" }), may: ["administrator"] },
};
const wholeCells = Object.entries(wholeVerbs).flatMap(([verb, { run, may }]) =>
  roles.map((role) => ({ verb, role, run, allowed: may.includes(role) })),
);

describe("the account's tokens", () => {
  test.each(wholeCells)("$verb by $role: allowed $allowed", async ({ verb, role, run, allowed }) => {
    const code = codeOf(await run(world.acme, world.acme[role].context));
    const passed = verb.startsWith("revoke all") ? "confirmation_mismatch" : "done";
    expect(code).toBe(allowed ? passed : "forbidden");
  });
});

test.each([
  ["impersonation", (t: Tenant) => ({ actsAsUserId: t.templateUserId })],
  ["organization", (t: Tenant) => ({ organizationId: t.organizationId })],
] as const)("a token of type %s cannot be made for another account's bearer", async (type, bearer) => {
  const before = await world.dump();
  const result = await createToken(world.acme.administrator.context, {
    type,
    name: "A",
    ...bearer(world.other),
  });
  expect(codeOf(result)).toBe("not_found");
  expect(await world.dump()).toBe(before);
});

test.each(Object.entries(wholeVerbs))("%s: without a session nobody is let in", async (_name, { run }) => {
  expect(codeOf(await run(world.acme, world.stranger))).toBe("unauthenticated");
});
