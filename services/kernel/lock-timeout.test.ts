import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase, type Database } from "@/prisma/client-factory";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { patience } from "@/services/testing/patience";
import { codeOf, makeToken } from "@/services/testing/tokens";
import { deleteToken } from "@/services/tokens/delete";
import { editToken } from "@/services/tokens/edit";

let world: OpenWorld;
let hasty: Database;
beforeAll(async () => {
  world = await openWorld();
  hasty = createDatabase(world.url, 4, undefined, { ...patience, lockMsMax: 300 });
});
afterAll(async () => {
  await hasty.$disconnect();
  await world.close();
});

test("an action that another one holds up for long is refused in words and changes nothing, and is done afterwards", async () => {
  const { id } = await makeToken(world.acme, { name: "Before" });
  const context = { ...world.acme.administrator.context, db: hasty };
  // Stands for a revocation of very many tokens: it locks them all until it is done.
  await world.run("BEGIN");
  await world.run('SELECT 1 FROM "Token" WHERE "id" = $1 FOR UPDATE', [id]);
  const edit = () => editToken(context, { tokenId: id, name: "After" });
  expect(codeOf(await edit())).toBe("change_under_way");
  expect(codeOf(await deleteToken(context, { tokenId: id }))).toBe("change_under_way");
  await world.run("ROLLBACK");
  expect(await world.db.token.findUniqueOrThrow({ where: { id } })).toMatchObject({
    name: "Before",
    deletedAt: null,
  });
  expect(codeOf(await edit())).toBe("done");
});

test("a statement of the client's own that waits for a table is refused alike", async () => {
  const { id } = await makeToken(world.acme);
  const context = { ...world.acme.administrator.context, db: hasty };
  await world.run("BEGIN");
  await world.run('LOCK TABLE "AuditEvent" IN EXCLUSIVE MODE');
  expect(codeOf(await editToken(context, { tokenId: id, name: "After" }))).toBe("change_under_way");
  await world.run("ROLLBACK");
});
