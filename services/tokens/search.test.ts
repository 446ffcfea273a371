import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { makeToken, unwrap } from "@/services/testing/tokens";
import { createTenant, type Tenant } from "@/services/testing/world";
import { deleteToken } from "@/services/tokens/delete";
import { findTokenBySecret } from "@/services/tokens/find-by-secret";
import { listTokens } from "@/services/tokens/list";
import { rotateToken } from "@/services/tokens/rotate";

let world: OpenWorld;
let tenant: Tenant;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  tenant = await createTenant(world.db, world.clock, "Cleo Inc");
});

const names = async (query: unknown) =>
  unwrap(await listTokens(tenant.auditor.context, query)).rows.map((row) => row.name);

describe("search", () => {
  test.each([
    ["a part of the name in any case", "GHTLY", ["Nightly sync"]],
    ["a part of the notes", "warehouse", ["Nightly sync"]],
    ["the creator", "alan of", ["50%_off"]],
    ["a right-to-left part", "ليلية", ["مزامنة ليلية"]],
    ["Cyrillic in any case", "ОТЧ", ["Отчёт"]],
    ["two letters: the beginning of a name", "ni", ["Nightly sync"]],
    ["two letters inside a name: not found", "gh", []],
    ["signs are signs, not wildcards", "50%_", ["50%_off"]],
    ["percent alone", "%", []],
    ["underscore alone", "_", []],
    ["backslash alone", "\\", []],
    ["a quote", "'", []],
    ["SQL", '\'; DROP TABLE "Token"; --', []],
    ["nothing like it", "quagga", []],
  ])("%s", async (_, q, expected) => {
    await makeToken(tenant, { name: "Nightly sync", notes: "warehouse job" });
    await makeToken(tenant, { name: "50%_off", by: tenant.otherAdministrator });
    await makeToken(tenant, { name: "مزامنة ليلية" });
    await makeToken(tenant, { name: "Отчёт" });
    expect(await names({ q, sort: "name" })).toEqual(expected);
  });

  test("the last 4, whole or their beginning", async () => {
    const token = await makeToken(tenant, { name: "#1" });
    const last4 = token.secret.slice(-4);
    expect(await names({ q: last4 })).toContain("#1");
    expect(await names({ q: last4.slice(0, 2) })).toContain("#1");
  });

  test("a whole token finds its row by digest, also when it was rotated or deleted; a part of one is refused", async () => {
    const token = await makeToken(tenant, { name: "Leaked" });
    await makeToken(tenant, { name: "Other" });
    expect(await names({ q: token.secret })).toEqual(["Leaked"]);
    unwrap(await rotateToken(tenant.administrator.context, { tokenId: token.id }));
    expect(await names({ q: ` ${token.secret} ` })).toEqual(["Leaked"]);
    unwrap(await deleteToken(tenant.administrator.context, { tokenId: token.id }));
    expect(await names({ q: token.secret })).toEqual(["Leaked"]);
    const part = await listTokens(tenant.auditor.context, { q: token.secret.slice(0, -1) });
    expect(part).toMatchObject({
      ok: false,
      refusal: { code: "invalid_input", fields: { q: expect.any(String) } },
    });
    expect(JSON.stringify(part)).not.toContain(token.secret.slice(12, 20));
    const found = await findTokenBySecret(tenant.auditor.context, { text: token.secret });
    expect(unwrap(found)).toEqual({ id: token.id, name: "Leaked", status: "deleted", current: false });
    expect(unwrap(await findTokenBySecret(world.other.auditor.context, { text: token.secret }))).toBeNull();
  });
});
