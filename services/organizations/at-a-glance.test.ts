import { afterAll, beforeAll, expect, it } from "vitest";
import { countOrganizationTokens } from "@/services/organizations/count-tokens";
import { createOrganization } from "@/services/organizations/create";
import { loadOrganizationDeletionFacts } from "@/services/organizations/deletion-facts";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { codeOf, makeToken, noteUse, unwrap } from "@/services/testing/tokens";
import { deleteToken } from "@/services/tokens/delete";
import { listTokens } from "@/services/tokens/list";

let world: OpenWorld;
let organizationId: string;
beforeAll(async () => {
  world = await openWorld();
  const { acme } = world;
  organizationId = unwrap(await createOrganization(acme.administrator.context, { name: "Branch" })).id;
  const make = (type: "export" | "organization", name: string) =>
    makeToken(acme, { type, name, organizationId });
  const [first, second] = [await make("organization", "Importer"), await make("organization", "Importer 2")];
  const gone = await make("organization", "Gone");
  unwrap(await deleteToken(acme.administrator.context, { tokenId: gone.id }));
  await make("export", "Nightly export");
  await makeToken(acme, { type: "organization", name: "Of another organization" });
  await noteUse(world, first.id, new Date(world.clock.now.getTime() - 60_000), "10.0.0.4");
  await noteUse(world, second.id, new Date(world.clock.now.getTime() - 60_000), "10.0.0.4");
  await noteUse(world, second.id, new Date(world.clock.now.getTime() - 7_200_000), "10.0.0.9");
  const hour = new Date(Math.floor(world.clock.now.getTime() / 3_600_000) * 3_600_000);
  const use = { accountId: acme.accountId, hour };
  await world.db.usageHour.createMany({
    data: [
      { ...use, tokenId: first.id, verdict: "valid", count: 200 },
      { ...use, tokenId: second.id, verdict: "valid", count: 14 },
      { ...use, tokenId: second.id, verdict: "expired", count: 5 },
    ],
  });
});
afterAll(() => world.close());

it("each count of an organization's tokens is the number of rows that the grid lists", async () => {
  const { acme } = world;
  const counts = unwrap(await countOrganizationTokens(acme.auditor.context, { organizationId }));
  expect(counts.filter(({ count }) => count.count > 0)).toEqual([
    { type: "export", count: { count: 1, exact: true } },
    { type: "organization", count: { count: 2, exact: true } },
  ]);
  for (const { type, count } of counts) {
    const query = { organization: [organizationId], type: [type] };
    expect(unwrap(await listTokens(acme.auditor.context, query)).total).toBe(count.count);
  }
});

it("a deletion is told what it would break: live tokens, good calls and addresses of the last hour", async () => {
  const { administrator } = world.acme;
  expect(unwrap(await loadOrganizationDeletionFacts(administrator.context, { organizationId }))).toEqual({
    name: "Branch",
    tokens: 3,
    calls: 214,
    addresses: 1,
  });
});

it("neither tells anything to members, to other accounts and to who is not signed in", async () => {
  const { acme, other, stranger } = world;
  for (const load of [countOrganizationTokens, loadOrganizationDeletionFacts]) {
    expect(codeOf(await load(acme.member.context, { organizationId }))).toBe("forbidden");
    expect(codeOf(await load(other.administrator.context, { organizationId }))).toBe("not_found");
    expect(codeOf(await load(stranger, { organizationId }))).toBe("unauthenticated");
    expect(codeOf(await load(acme.administrator.context, { organizationId: "x" }))).toBe("invalid_input");
  }
  const auditor = acme.auditor.context;
  expect(codeOf(await loadOrganizationDeletionFacts(auditor, { organizationId }))).toBe("forbidden");
});
