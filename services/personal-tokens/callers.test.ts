import { afterAll, beforeAll, expect, test } from "vitest";
import { loadPersonalCallers } from "@/services/personal-tokens/callers";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { codeOf, makeToken, noteUse, unwrap } from "@/services/testing/tokens";

let world: OpenWorld;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test("each own token tells its newest callers and how many there are; others' tokens tell nothing", async () => {
  const { acme, clock } = world;
  const mine = await makeToken(acme, { type: "personal", by: acme.member, name: "Mine" });
  const theirs = await makeToken(acme, { type: "personal", by: acme.otherMember, name: "Theirs" });
  const unused = await makeToken(acme, { type: "personal", by: acme.member, name: "Unused" });
  for (let i = 0; i < 5; i++) {
    await noteUse(world, mine.id, new Date(clock.now.getTime() - i * 60_000), `10.0.0.${i}`);
  }
  await noteUse(world, theirs.id);
  const callers = unwrap(await loadPersonalCallers(acme.member.context));
  expect(Object.keys(callers)).toEqual([mine.id]);
  expect(callers[mine.id]?.count).toBe(5);
  expect(callers[mine.id]?.newest.map((caller) => caller.ip)).toEqual(["10.0.0.0", "10.0.0.1", "10.0.0.2"]);
  expect(callers[unused.id]).toBeUndefined();
  expect(codeOf(await loadPersonalCallers(world.stranger))).toBe("unauthenticated");
});
