import { afterAll, beforeAll, expect, test } from "vitest";
import { auditSentence } from "@/domain/audit/catalogue";
import { editOrganization } from "@/services/organizations/edit";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { unwrap } from "@/services/testing/tokens";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test("the event of a change says in words what was changed, and only that", async () => {
  const { administrator, organizationId } = world.acme;
  const edit = (input: object) => editOrganization(administrator.context, { organizationId, ...input });
  unwrap(await edit({ description: "Where parcels go" }));
  unwrap(await edit({ name: "Warehouse", description: "Where all parcels go" }));
  unwrap(await edit({ name: "Warehouse" }));
  const events = await world.db.auditEvent.findMany({
    where: { action: "organization.edit" },
    orderBy: { id: "asc" },
  });
  const sentences = events.map((event) =>
    auditSentence({ ...event, details: event.details as Record<string, unknown> })
      .map((part) => part.text)
      .join(""),
  );
  expect(sentences).toEqual([
    expect.stringMatching(/ changed the description of the organization /),
    expect.stringMatching(/ changed the name, the description of the organization Warehouse$/),
  ]);
});
