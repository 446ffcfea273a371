import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { unwrap } from "@/services/testing/tokens";
import { editTemplateUser } from "@/services/users/edit-template";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test("of many who rename a template user at once, each event tells the name that the one before gave", async () => {
  const { administrator, templateUserId, templateUserName } = world.acme;
  const names = Array.from({ length: 12 }, (_, i) => `svc-${i}`);
  await Promise.all(
    names.map(async (name) =>
      unwrap(await editTemplateUser(administrator.context, { userId: templateUserId, name })),
    ),
  );
  const events = await world.run(
    `SELECT e."details"->'before'->>'name' AS before, e."details"->'after'->>'name' AS after, e."details"->'changed' AS changed
     FROM "AuditEvent" e JOIN "AuditPending" p ON p."eventId" = e."id" WHERE e."action" = 'template_user.edit' ORDER BY p."n"`,
  );
  expect(events.map(({ after }) => after).sort()).toEqual([...names].sort());
  expect(events[0]?.changed).toEqual(["the name"]);
  expect(events.map(({ before }) => before)).toEqual([
    templateUserName,
    ...events.slice(0, -1).map(({ after }) => after),
  ]);
});
