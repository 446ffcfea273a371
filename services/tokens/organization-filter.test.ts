import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, it } from "vitest";
import { loadMomentChoices } from "@/services/audit/point-in-time/moment-choices";
import { createOrganization } from "@/services/organizations/create";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { makeToken, unwrap } from "@/services/testing/tokens";
import { loadCreationOptions } from "@/services/tokens/creation-options";
import { loadTokenFilterOptions } from "@/services/tokens/filter-options";
import { listTokens } from "@/services/tokens/list";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

it("the grid lists the tokens of the organizations asked for, and none of another account's", async () => {
  const { acme, other } = world;
  const branch = unwrap(await createOrganization(acme.administrator.context, { name: "Branch" })).id;
  await makeToken(acme, { type: "export", name: "of headquarters" });
  await makeToken(acme, { type: "export", name: "of the branch", organizationId: branch });
  await makeToken(acme, { type: "organization", name: "of the branch too", organizationId: branch });
  await makeToken(acme, { name: "of the account" });
  await makeToken(other, { type: "export", name: "of another account" });
  const names = async (query: Record<string, unknown>) =>
    unwrap(await listTokens(acme.auditor.context, query))
      .rows.map((row) => row.name)
      .sort();
  expect(await names({ organization: [branch] })).toEqual(["of the branch", "of the branch too"]);
  expect(await names({ organization: branch, type: "export" })).toEqual(["of the branch"]);
  expect(await names({ organization: `${branch},${acme.organizationId}` })).toEqual([
    "of headquarters",
    "of the branch",
    "of the branch too",
  ]);
  expect(await names({ organization: [other.organizationId] })).toEqual([]);
});

it("the filter offers the live organizations of the account by name", async () => {
  const { acme, other } = world;
  const { organization } = unwrap(await loadTokenFilterOptions(acme.auditor.context));
  expect(organization.map((each) => each.name)).toEqual([acme.organizationName, "Branch"]);
  expect(organization.map((each) => each.id)).not.toContain(other.organizationId);
});

it("whom a filter names it offers by name, also once they are gone, and nobody of another account", async () => {
  const { acme, other, db } = world;
  const gone = unwrap(await createOrganization(acme.administrator.context, { name: "Closed" })).id;
  const removedAt = new Date();
  await db.organization.update({ where: { id: gone }, data: { deletedAt: removedAt } });
  await db.membership.updateMany({
    where: { accountId: acme.accountId, userId: acme.member.userId },
    data: { disabledAt: removedAt, removedAt },
  });
  const asked = {
    organization: `${gone},${other.organizationId}`,
    actsAs: [acme.member.userId, other.templateUserId],
    createdBy: [acme.member.userId, other.administrator.userId],
  };
  const names = async (query: unknown) => {
    const { organization, actsAs, createdBy } = unwrap(
      await loadTokenFilterOptions(acme.auditor.context, query),
    );
    return [organization, actsAs, createdBy].map((each) => each.map(({ name }) => name));
  };
  const [organizations, actsAs, createdBy] = await names({});
  expect(await names(asked)).toEqual([
    [...organizations!, "Closed"],
    [...actsAs!, acme.member.name],
    [...createdBy!, acme.member.name],
  ]);
  expect(await names({ ...asked, page: "no page" })).toEqual([organizations, actsAs, createdBy]);
});

it("the form and the filters offer each of a thousand organizations and template users", async () => {
  const { db } = world;
  const account = { accountId: world.acme.accountId, createdAt: new Date() };
  const numbers = Array.from({ length: 1000 }, (_, i) => i);
  const name = (i: number) => `Number ${String(i).padStart(4, "0")}`;
  await db.organization.createMany({
    data: numbers.map((i) => ({ ...account, id: uuidv7(), locator: `n${i}`.padEnd(8, "x"), name: name(i) })),
  });
  const users = numbers.map((i) => ({ id: uuidv7(), name: name(i) }));
  await db.user.createMany({
    data: users.map((user) => ({ ...user, kind: "template" as const, createdAt: account.createdAt })),
  });
  await db.membership.createMany({
    data: users.map(({ id }) => ({ ...account, userId: id, role: "member" as const, permissions: [] })),
  });
  const filter = unwrap(await loadTokenFilterOptions(world.acme.administrator.context));
  const form = unwrap(await loadCreationOptions(world.acme.administrator.context));
  const moment = unwrap(await loadMomentChoices(world.acme.auditor.context, {}));
  for (const offered of [filter.organization, form.organizations, form.templateUsers, moment.users])
    expect(offered.map((each) => each.name)).toEqual(expect.arrayContaining(numbers.map(name)));
});
