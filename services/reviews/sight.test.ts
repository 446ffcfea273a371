import { afterAll, beforeAll, expect, test } from "vitest";
import { Prisma } from "@/prisma/client/client";
import { startExport } from "@/services/export/start";
import { carryOutDecisions } from "@/services/reviews/carry-out";
import { decideReviewItems } from "@/services/reviews/decide";
import { reviewsSource } from "@/services/reviews/export-source";
import { itemWhere } from "@/services/reviews/item-where";
import { listReviews } from "@/services/reviews/list";
import { listReviewItems, pageOfItems } from "@/services/reviews/list-items";
import { loadReview } from "@/services/reviews/load";
import { loadReviewNotices } from "@/services/reviews/notices";
import { remindReviewers } from "@/services/reviews/remind";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { itemsOf, makeReview } from "@/services/testing/reviews";
import { codeOf, makeToken, unwrap } from "@/services/testing/tokens";
import { deleteToken } from "@/services/tokens/delete";
import { disableToken } from "@/services/tokens/disable";
import { editToken } from "@/services/tokens/edit";
import { rotateToken } from "@/services/tokens/rotate";
import { changePermissions } from "@/services/users/change-permissions";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const ada = () => world.acme.administrator;
const alan = () => world.acme.otherAdministrator;
const tick = () => world.clock.advance(60);
const make = async (...names: string[]) => {
  const tokens = await Promise.all(names.map((name) => makeToken(world.acme, { name })));
  return tokens.map((token) => token.id);
};

test("what changed since the beginning is told, and what changed after its decision is marked", async () => {
  const names = ["edited", "rotated", "off", "gone", "same"];
  const [edited = "", rotated = "", off = "", gone = "", same = ""] = await make(...names);
  const reviewId = await makeReview(world, world.acme, [edited, rotated, off, gone, same]);
  const keep = (tokenId: string) =>
    decideReviewItems(ada().context, { reviewId, tokenIds: [tokenId], decision: "keep", reason: "Fine" });
  unwrap(await keep(same));
  unwrap(await keep(rotated));
  tick();
  unwrap(await editToken(ada().context, { tokenId: edited, notes: "new", ipAllowList: ["10.0.0.0/8"] }));
  unwrap(await rotateToken(ada().context, { tokenId: rotated }));
  unwrap(await disableToken(ada().context, { tokenId: off }));
  unwrap(await deleteToken(ada().context, { tokenId: gone }));
  const found = await itemsOf(world.acme, reviewId);
  const changes = Object.fromEntries(names.map((name) => [name, found.get(name)?.changes]));
  expect(changes).toEqual({
    edited: ["notes", "addresses"],
    rotated: ["rotated"],
    off: ["disabled"],
    gone: ["deleted"],
    same: [],
  });
  const marked = names.filter((name) => found.get(name)?.changedSinceDecision);
  expect(marked).toEqual(["rotated"]);
  expect(found.get("edited")?.present).toMatchObject({ notes: "new", ipAllowList: ["10.0.0.0/8"] });
  const changed = unwrap(await listReviewItems(ada().context, { reviewId, changed: ["true"] }));
  expect(changed.rows.map(({ name }) => name)).toEqual(["edited", "gone", "off", "rotated"]);
  expect(unwrap(await loadReview(ada().context, { reviewId })).changed).toBe(4);
  // Deciding again, with the change in sight, settles it.
  tick();
  unwrap(
    await decideReviewItems(ada().context, {
      reviewId,
      tokenIds: [rotated],
      decision: "keep",
      reason: "Rotated on purpose",
    }),
  );
  expect((await itemsOf(world.acme, reviewId)).get("rotated")).toMatchObject({
    changes: ["rotated"],
    changedSinceDecision: false,
  });
  unwrap(
    await changePermissions(ada().context, { userId: world.acme.templateUserId, permissions: ["reports:*"] }),
  );
  expect((await itemsOf(world.acme, reviewId)).get("same")).toMatchObject({
    changes: ["permissions"],
    changedSinceDecision: true,
  });
});

test("who is asked is told while tokens wait, with the due date, and who reminded", async () => {
  const ids = await make("N1", "N2");
  const reviewId = await makeReview(world, world.acme, ids, { name: "Told", reviewers: [alan()] });
  const told = async (person = alan()) =>
    unwrap(await loadReviewNotices(person.context)).find(({ id }) => id === reviewId);
  expect(await told()).toMatchObject({ open: 2, isOverdue: false, remindedAt: null });
  expect(await told(ada())).toBeUndefined();
  expect(unwrap(await remindReviewers(ada().context, { reviewId }))).toEqual({ reminded: [alan().name] });
  expect(await told()).toMatchObject({ remindedByName: ada().name });
  await world.run('UPDATE "Review" SET "dueAt" = $2 WHERE "id" = $1', [reviewId, dayBefore()]);
  expect(await told()).toMatchObject({ isOverdue: true });
  const overdue = unwrap(await listReviews(ada().context, { state: ["overdue"], q: "Told" }));
  expect(overdue.rows).toMatchObject([{ id: reviewId, state: "overdue", items: 2, decided: 0 }]);
  expect(unwrap(await listReviews(ada().context, { state: ["open"], q: "Told" })).total).toBe(0);
  unwrap(
    await decideReviewItems(alan().context, { reviewId, tokenIds: ids, decision: "keep", reason: "Fine" }),
  );
  expect(await told()).toBeUndefined();
  // Everything is decided: now who signs is told, and who started it.
  expect(await told(world.acme.auditor)).toMatchObject({ open: 0, next: "sign" });
  expect(await told(ada())).toMatchObject({ next: "sign" });
  const again = { reviewId, tokenIds: ids.slice(0, 1), decision: "disable", reason: "Unused" };
  unwrap(await decideReviewItems(alan().context, again));
  expect(await told(ada())).toMatchObject({ next: "carry_out" });
  expect(await told(world.acme.auditor)).toBeUndefined();
  expect(unwrap(await remindReviewers(ada().context, { reviewId }))).toEqual({ reminded: [] });
});

const dayBefore = () => new Date(world.clock.now.getTime() - 86_400_000);

test("a page of a review is read in the order of an index, filtered by reviewer and decision too", async () => {
  const ids = await make(...Array.from({ length: 30 }, (_, i) => `E${i}`));
  const reviewId = await makeReview(world, world.acme, ids);
  await world.run("SET enable_seqscan = off");
  for (const more of [{}, { decision: ["open"] }, { decision: ["open"], reviewer: [ada().userId] }]) {
    const query = {
      reviewId,
      q: "",
      page: 1,
      pageSize: 50,
      decision: [],
      reviewer: [],
      changed: [],
      carried: [],
      sort: "name",
      dir: "asc",
      ...more,
    } as unknown as Parameters<typeof pageOfItems>[0];
    const { text, values } = pageOfItems(
      query,
      itemWhere(query, world.acme.accountId, { createdAt: world.clock.now, ended: false }),
      0,
    );
    const plan = (await world.run(`EXPLAIN ${text}`, values)).map((row) => row["QUERY PLAN"]).join("\n");
    expect(plan).toMatch(/Index (Only )?Scan using "ReviewItem_reviewId_/);
    expect(plan).not.toContain("Sort");
  }
});

test("the export holds every token as it was, what was decided and what became of it; another account reads nothing", async () => {
  const [kept = "", revoked = ""] = await make("=x", "y");
  const reviewId = await makeReview(world, world.acme, [kept, revoked]);
  for (const [tokenId, decision] of [
    [kept, "keep"],
    [revoked, "revoke"],
  ])
    unwrap(
      await decideReviewItems(ada().context, {
        reviewId,
        tokenIds: [tokenId],
        decision,
        reason: `To ${decision}`,
      }),
    );
  unwrap(await carryOutDecisions(ada().context, { reviewId, revision: 2 }));
  const rowsOf = async (accountId: string) => {
    const { columns, from, order, countFrom } = reviewsSource({ accountId, reviewId });
    const list = Prisma.join(
      columns.map(({ name, sql }) => Prisma.sql`${sql} AS ${Prisma.raw(`"${name}"`)}`),
    );
    const rows = await world.db.$queryRaw<
      Record<string, unknown>[]
    >`SELECT ${list} ${from} ORDER BY ${order}`;
    expect(await world.db.$queryRaw`SELECT count(*)::int AS "count" ${countFrom}`).toEqual([
      { count: rows.length },
    ]);
    for (const row of rows)
      for (const { name, isNullable } of columns) if (row[name] === null) expect(isNullable, name).toBe(true);
    return rows;
  };
  expect(await rowsOf(world.acme.accountId)).toMatchObject([
    {
      name: "=x",
      decision: "keep",
      reason: "To keep",
      permissions: expect.stringMatching(/^reports:/),
      outcome: null,
    },
    { name: "y", decision: "revoke", decidedByName: world.acme.administrator.name, outcome: "done" },
  ]);
  expect(await rowsOf(world.other.accountId)).toEqual([]);
  const ask = { what: "reviews", format: "csv", filter: { review: reviewId } };
  expect(unwrap(await startExport(world.acme.auditor.context, ask))).toMatchObject({ expected: 2 });
  expect(codeOf(await startExport(world.other.auditor.context, ask))).toBe("not_found");
  expect(codeOf(await startExport(world.acme.member.context, ask))).toBe("forbidden");
  const elsewhere = await listReviewItems(world.other.administrator.context, { reviewId });
  expect(codeOf(elsewhere)).toBe("not_found");
});
