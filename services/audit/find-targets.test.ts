import { afterAll, beforeAll, expect, test } from "vitest";
import { loadAuditFilterOptions } from "@/services/audit/filter-options";
import { findAuditTargets } from "@/services/audit/find-targets";
import { makeApiClient } from "@/services/testing/api-clients";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { codeOf, makeToken, unwrap } from "@/services/testing/tokens";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test("what events are about is found by its name, in the own account only, and never by a token itself", async () => {
  const { acme, other } = world;
  const token = await makeToken(acme, { name: "Acme feed" });
  await makeToken(other, { name: "Acme feed of another" });
  const client = await makeApiClient(acme, "Acme deploys");
  const found = unwrap(await findAuditTargets(acme.auditor.context, { q: " aCME " }));
  expect(found).toEqual(
    expect.arrayContaining([
      { kind: "token", id: token.id, name: "Acme feed" },
      { kind: "API client", id: client.id, name: "Acme deploys" },
      { kind: "organization", id: acme.organizationId, name: acme.organizationName },
      { kind: "user", id: acme.auditor.userId, name: acme.auditor.name },
    ]),
  );
  expect(found.map(({ name }) => name)).not.toContain("Acme feed of another");
  expect(unwrap(await findAuditTargets(acme.auditor.context, { q: "acme_feed" }))).toEqual([]);
  expect(unwrap(await findAuditTargets(acme.auditor.context, { q: "  " }))).toEqual([]);
  expect(codeOf(await findAuditTargets(acme.auditor.context, { q: token.secret }))).toBe("invalid_input");
  expect(codeOf(await findAuditTargets(acme.auditor.context, { q: "Acme\0" }))).toBe("invalid_input");
  expect(codeOf(await findAuditTargets(acme.member.context, { q: "a" }))).toBe("forbidden");
});

test("an actor that is no person, such as an API client, has its name in the filter", async () => {
  const { acme, other } = world;
  const actorId = "00000000-0000-4000-8000-000000000007";
  await world.db.auditEvent.create({
    data: {
      id: "01890000-0000-7000-8000-000000000001",
      accountId: acme.accountId,
      at: world.clock.now,
      actorKind: "client",
      actorId,
      actorName: "Nightly export",
      action: "token.issue",
      outcome: "done",
    },
  });
  const actors = async (context: typeof acme.auditor.context) =>
    unwrap(await loadAuditFilterOptions(context, { actor: actorId })).actors;
  expect(await actors(acme.auditor.context)).toContainEqual({ id: actorId, name: "Nightly export" });
  expect((await actors(other.auditor.context)).map(({ id }) => id)).not.toContain(actorId);
});
