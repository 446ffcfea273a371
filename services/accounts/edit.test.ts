import { afterAll, beforeAll, expect, test } from "vitest";
import { editAccount } from "@/services/accounts/edit";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { codeOf, unwrap } from "@/services/testing/tokens";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test("an administrator renames the account; plan and limits are not among the input", async () => {
  const { id } = { id: world.acme.accountId };
  const before = await world.db.account.findUniqueOrThrow({ where: { id } });
  const input = {
    name: "Acme International",
    plan: "community",
    requestsPerMinute: 1,
    id: world.other.accountId,
  };
  expect(unwrap(await editAccount(world.acme.administrator.context, input))).toEqual({ id, changed: true });
  expect(unwrap(await editAccount(world.acme.administrator.context, input))).toEqual({ id, changed: false });
  const after = await world.db.account.findUniqueOrThrow({ where: { id } });
  expect(after).toEqual({ ...before, name: "Acme International" });
  const events = await world.db.auditEvent.findMany({ where: { action: "account.edit" } });
  expect(events.map((event) => event.details)).toEqual([
    { changed: ["the name"], before: { name: "Acme Ltd" }, after: { name: "Acme International" } },
  ]);
});

test("nobody else renames it, and not to nothing", async () => {
  const input = { name: "Mine" };
  expect(codeOf(await editAccount(world.stranger, input))).toBe("unauthenticated");
  expect(codeOf(await editAccount(world.acme.auditor.context, input))).toBe("forbidden");
  expect(codeOf(await editAccount(world.acme.member.context, input))).toBe("forbidden");
  expect(codeOf(await editAccount(world.acme.administrator.context, { name: " " }))).toBe("invalid_input");
});
