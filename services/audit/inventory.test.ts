import { afterAll, beforeAll, expect, test } from "vitest";
import { listInventory } from "@/services/audit/inventory";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { codeOf, makeToken, unwrap } from "@/services/testing/tokens";
import { deleteToken } from "@/services/tokens/delete";
import { disableToken } from "@/services/tokens/disable";
import { editToken } from "@/services/tokens/edit";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test("every token that ever was is listed with who made, last changed and deleted it, of the own account only", async () => {
  const { acme, other } = world;
  const alive = await makeToken(acme, { name: "Alive" });
  const gone = await makeToken(acme, { name: "Gone" });
  await makeToken(other, { name: "Foreign" });
  unwrap(await disableToken(acme.administrator.context, { tokenId: gone.id }));
  unwrap(await editToken(acme.otherAdministrator.context, { tokenId: gone.id, notes: "leaked" }));
  unwrap(await deleteToken(acme.operator.context, { tokenId: gone.id }));
  const list = async (input: Record<string, unknown> = {}) =>
    unwrap(await listInventory(acme.auditor.context, input)).rows;
  const rows = await list();
  expect(rows.map(({ id }) => id).sort()).toEqual([alive.id, gone.id].sort());
  expect(rows.find(({ id }) => id === gone.id)).toMatchObject({
    status: "deleted",
    createdByName: acme.administrator.name,
    deletedByName: acme.operator.name,
    deletedAt: world.clock.now,
    lastChange: { action: "token.edit", actorName: acme.otherAdministrator.name },
  });
  expect(rows.find(({ id }) => id === alive.id)).toMatchObject({ lastChange: null, deletedByName: null });
  expect((await list({ status: "deleted" })).map(({ id }) => id)).toEqual([gone.id]);
  expect((await list({ q: "Aliv" })).map(({ id }) => id)).toEqual([alive.id]);
  expect(codeOf(await listInventory(acme.member.context, {}))).toBe("forbidden");
  expect(codeOf(await listInventory(acme.auditor.context, { status: "broken" }))).toBe("invalid_input");
});
