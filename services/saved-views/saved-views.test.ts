import { afterAll, beforeAll, expect, test } from "vitest";
import { viewsMax } from "@/domain/saved-views/saved-view";
import { deleteSavedView } from "@/services/saved-views/delete";
import { listSavedViews } from "@/services/saved-views/list";
import { saveView } from "@/services/saved-views/save";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { codeOf, unwrap } from "@/services/testing/tokens";
import { withUnwritableAudit } from "@/services/testing/unwritable-audit";
import type { Person } from "@/services/testing/world";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const view = { page: "audit", name: "Refusals", query: "outcome=refused", shared: false };
const namesFor = async (person: Person, page = "audit") =>
  unwrap(await listSavedViews(person.context, { page })).map(({ name }) => name);

test("a view is one's own until it is shared, within its account and for its page, and each step is in the trail", async () => {
  const { acme, other } = world;
  const mine = unwrap(await saveView(acme.auditor.context, { ...view, query: "live=1&outcome=refused" }));
  expect(unwrap(await listSavedViews(acme.auditor.context, { page: "audit" }))).toEqual([
    {
      id: mine.id,
      name: "Refusals",
      query: "outcome=refused",
      shared: false,
      byName: acme.auditor.name,
      own: true,
      mayDelete: true,
    },
  ]);
  expect(await namesFor(acme.administrator)).toEqual([]);
  // The same name again replaces it.
  expect(unwrap(await saveView(acme.auditor.context, { ...view, shared: true }))).toEqual(mine);
  expect(await namesFor(acme.administrator)).toEqual(["Refusals"]);
  expect(await namesFor(acme.administrator, "tokens")).toEqual([]);
  expect(await namesFor(other.administrator)).toEqual([]);
  expect(codeOf(await deleteSavedView(other.administrator.context, { viewId: mine.id }))).toBe("not_found");
  expect(codeOf(await deleteSavedView(acme.administrator.context, { viewId: mine.id }))).toBe("done");
  expect(codeOf(await deleteSavedView(acme.auditor.context, { viewId: mine.id }))).toBe("not_found");
  const events = await world.db.auditEvent.findMany({ where: { targetId: mine.id }, orderBy: { id: "asc" } });
  expect(events.map(({ action }) => action)).toEqual([
    "saved_view.save",
    "saved_view.save",
    "saved_view.delete",
  ]);
  expect(events[1]!.details).toMatchObject({ before: { shared: false }, after: { shared: true } });
});

test("what others keep for themselves cannot be deleted, nor by an administrator; members have no views", async () => {
  const { acme } = world;
  const { id } = unwrap(await saveView(acme.auditor.context, view));
  expect(codeOf(await deleteSavedView(acme.administrator.context, { viewId: id }))).toBe("not_found");
  const shared = unwrap(await saveView(acme.administrator.context, { ...view, shared: true }));
  expect(codeOf(await deleteSavedView(acme.auditor.context, { viewId: shared.id }))).toBe("not_found");
  for (const ask of [
    () => listSavedViews(acme.member.context, { page: "audit" }),
    () => saveView(acme.member.context, view),
    () => deleteSavedView(acme.member.context, { viewId: shared.id }),
  ])
    expect(codeOf(await ask())).toBe("forbidden");
  expect(codeOf(await saveView(world.stranger, view))).toBe("unauthenticated");
  await deleteSavedView(acme.auditor.context, { viewId: id });
});

test.each([
  [{ page: "users" }, "page"],
  [{ name: "" }, "name"],
  [{ name: "x".repeat(101) }, "name"],
  [{ query: 5 }, "query"],
  [{ query: "outcome=maybe" }, "query"],
  [{ query: `q=${"x".repeat(5000)}` }, "query"],
  [{ query: "q=IK_a1b2c3d4_0123456789abcdefghijABCDEFGHIJ3LDkPe" }, "query"],
  [{ page: "tokens", query: "status=broken" }, "query"],
  [{ shared: "yes" }, "shared"],
])("is refused by field and changes nothing: %j", async (bad, field) => {
  const before = await world.dump();
  const result = await saveView(world.acme.auditor.context, { ...view, ...bad });
  expect(result).toMatchObject({
    refusal: { code: "invalid_input", fields: { [field]: expect.anything() } },
  });
  expect(await world.dump()).toBe(before);
});

test("no more than the cap are kept, also when many are saved at once", async () => {
  const { context } = world.other.auditor;
  const many = Array.from({ length: viewsMax + 5 }, (_, i) =>
    saveView(context, { ...view, name: `View ${i}` }),
  );
  const codes = (await Promise.all(many)).map(codeOf);
  expect(codes.filter((code) => code === "done")).toHaveLength(viewsMax);
  expect(codes.filter((code) => code === "cap_reached")).toHaveLength(5);
});

test("without its event no view is saved or deleted", async () => {
  const { context } = world.acme.operator;
  const { id } = unwrap(await saveView(context, { ...view, name: "Kept" }));
  const before = await world.dump();
  await withUnwritableAudit(world, async () => {
    await expect(saveView(context, { ...view, name: "Another" })).rejects.toThrow();
    await expect(deleteSavedView(context, { viewId: id })).rejects.toThrow();
  });
  expect(await world.dump()).toBe(before);
});
