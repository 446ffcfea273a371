import { describe, expect, test } from "vitest";
import { openTenantPerTest } from "@/services/testing/tenant-per-test";
import { makeToken, unwrap } from "@/services/testing/tokens";
import { deleteToken } from "@/services/tokens/delete";
import { findTokenBySecret } from "@/services/tokens/find-by-secret";
import { listTokens } from "@/services/tokens/list";
import { rotateToken } from "@/services/tokens/rotate";

const desk = openTenantPerTest();

const names = async (query: unknown) =>
  unwrap(await listTokens(desk.tenant.auditor.context, query)).rows.map((row) => row.name);

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
    await makeToken(desk.tenant, { name: "Nightly sync", notes: "warehouse job" });
    await makeToken(desk.tenant, { name: "50%_off", by: desk.tenant.otherAdministrator });
    await makeToken(desk.tenant, { name: "مزامنة ليلية" });
    await makeToken(desk.tenant, { name: "Отчёт" });
    expect(await names({ q, sort: "name" })).toEqual(expected);
  });

  test("the last 4, whole or their beginning", async () => {
    const token = await makeToken(desk.tenant, { name: "#1" });
    const last4 = token.secret.slice(-4);
    expect(await names({ q: last4 })).toContain("#1");
    expect(await names({ q: last4.slice(0, 2) })).toContain("#1");
  });

  test("a whole token finds its row by digest, also when it was rotated or deleted; a part of one is refused", async () => {
    const token = await makeToken(desk.tenant, { name: "Leaked" });
    await makeToken(desk.tenant, { name: "Other" });
    expect(await names({ q: token.secret })).toEqual(["Leaked"]);
    unwrap(await rotateToken(desk.tenant.administrator.context, { tokenId: token.id }));
    expect(await names({ q: ` ${token.secret} ` })).toEqual(["Leaked"]);
    unwrap(await deleteToken(desk.tenant.administrator.context, { tokenId: token.id }));
    expect(await names({ q: token.secret })).toEqual(["Leaked"]);
    const part = await listTokens(desk.tenant.auditor.context, { q: token.secret.slice(0, -1) });
    expect(part).toMatchObject({
      ok: false,
      refusal: { code: "invalid_input", fields: { q: expect.any(String) } },
    });
    expect(JSON.stringify(part)).not.toContain(token.secret.slice(12, 20));
    const found = await findTokenBySecret(desk.tenant.auditor.context, { text: token.secret });
    expect(unwrap(found)).toEqual({ id: token.id, name: "Leaked", status: "deleted", current: false });
    expect(
      unwrap(await findTokenBySecret(desk.world.other.auditor.context, { text: token.secret })),
    ).toBeNull();
  });
});
