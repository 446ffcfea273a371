import { v4 as uuidv4 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decideReviewItems } from "@/services/reviews/decide";
import { loadReview } from "@/services/reviews/load";
import { reassignReviewItems } from "@/services/reviews/reassign";
import { startReview } from "@/services/reviews/start";
import { loadReviewStartOptions } from "@/services/reviews/start-options";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { dayFrom, itemsOf, makeReview } from "@/services/testing/reviews";
import { codeOf, makeToken, makeTokenInState, noteUse, unwrap } from "@/services/testing/tokens";
import { createPerson } from "@/services/testing/world";
import { disableUser } from "@/services/users/disable";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const ada = () => world.acme.administrator;
const alan = () => world.acme.otherAdministrator;
const make = async (...names: string[]) => {
  const tokens = await Promise.all(names.map((name) => makeToken(world.acme, { name })));
  return tokens.map((token) => token.id);
};

describe("starting a review", () => {
  test("takes the tokens that the grid's filter finds, without deleted ones, and freezes what they are", async () => {
    const mark = uuidv4().slice(0, 8);
    const token = await makeToken(world.acme, { name: `${mark} used`, notes: "warehouse" });
    await noteUse(world, token.id);
    await makeTokenInState(world, world.acme, "disabled", { name: `${mark} off`, type: "organization" });
    await makeTokenInState(world, world.acme, "deleted", { name: `${mark} gone` });
    const input = {
      name: "Q4",
      filter: { q: mark, status: ["active", "disabled", "deleted"] },
      dueOn: dayFrom(world, 7),
      reviewerIds: [ada().userId],
      requestKey: uuidv4(),
    };
    const options = unwrap(await loadReviewStartOptions(ada().context, { filter: input.filter }));
    expect(options).toMatchObject({ tokens: 2, viewerId: ada().userId });
    expect(options.reviewers.map(({ name }) => name)).toEqual(
      [ada(), alan(), world.acme.operator].map(({ name }) => name),
    );
    const started = unwrap(await startReview(ada().context, input));
    expect(started.items).toBe(2);
    await makeToken(world.acme, { name: `${mark} later` });
    const items = await itemsOf(world.acme, started.id);
    expect([...items.keys()]).toEqual([`${mark} off`, `${mark} used`]);
    expect(items.get(`${mark} used`)).toMatchObject({
      notes: "warehouse",
      status: "active",
      actsAsName: world.acme.templateUserName,
      permissions: ["reports:read"],
      createdByName: ada().name,
      lastIp: "10.0.0.4",
      totalUses: 1,
      decision: "open",
      changes: [],
    });
    expect(items.get(`${mark} off`)).toMatchObject({
      status: "disabled",
      organizationName: world.acme.organizationName,
    });
    expect(codeOf(await startReview(ada().context, input))).toBe("duplicate_request");
    const event = await world.db.auditEvent.findFirstOrThrow({ where: { targetId: started.id } });
    expect(event).toMatchObject({ action: "review.start", targetName: "Q4", actorId: ada().userId });
    expect(event.details).toMatchObject({ count: 2, reviewers: [ada().name], filter: { q: mark } });
  });

  test("splits in runs of names, or gives each token to its creator and the rest in runs", async () => {
    const names = ["a1", "a2", "b1", "b2", "c1"].map((name) => `split ${name}`);
    const ids = await make(...names);
    const own = await makeToken(world.acme, { name: "split a0", by: alan(), type: "organization" });
    const reviewers = [alan(), ada()];
    const askedIn = async (reviewId: string) =>
      [...(await itemsOf(world.acme, reviewId)).values()].map((item) => item.reviewerName.split(" ")[0]);
    const even = await makeReview(world, world.acme, [...ids, own.id], { reviewers });
    expect(await askedIn(even)).toEqual(["Ada", "Ada", "Ada", "Alan", "Alan", "Alan"]);
    const byCreator = await makeReview(world, world.acme, [...ids, own.id], { reviewers, split: "creator" });
    expect(await askedIn(byCreator)).toEqual(["Alan", "Ada", "Ada", "Ada", "Ada", "Ada"]);
    expect(unwrap(await loadReview(ada().context, { reviewId: byCreator })).reviewers).toMatchObject([
      { name: ada().name, items: 5, decided: 0, mayDecide: true },
      { name: alan().name, items: 1, decided: 0 },
    ]);
  });

  test.each([
    [{ name: " " }, "name"],
    [{ dueOn: "soon" }, "dueOn"],
    [{ dueOn: "2020-01-01" }, "dueOn"],
    [{ dueOn: "2099-01-01" }, "dueOn"],
    [{ reviewerIds: [] }, "reviewerIds"],
    [{ split: "fairly" }, "split"],
    [{ filter: { status: ["fine"] } }, "filter.status.0"],
    [{ filter: { q: "no token is called this" } }, "filter"],
  ])("bad input is named and starts nothing: %j", async (more, field) => {
    const [id] = await make("Any");
    const before = await world.dump();
    const result = await startReview(ada().context, {
      name: "Bad",
      filter: { ids: [id] },
      dueOn: dayFrom(world, 1),
      reviewerIds: [ada().userId],
      ...more,
    });
    expect(result).toMatchObject({
      refusal: { code: "invalid_input", fields: { [field]: expect.any(String) } },
    });
    expect(await world.dump()).toBe(before);
  });

  test("nobody is asked who may not decide, is not active, or is of another account; no secret gets into a filter", async () => {
    const { secret, id } = await makeToken(world.acme);
    const start = (userId: string, filter: unknown = { ids: [id] }) =>
      startReview(ada().context, { name: "X", filter, dueOn: dayFrom(world, 1), reviewerIds: [userId] });
    for (const person of [world.acme.auditor, world.acme.member, world.other.administrator])
      expect(await start(person.userId)).toMatchObject({
        refusal: { fields: { reviewerIds: expect.any(String) } },
      });
    expect(await start(ada().userId, { q: secret })).toMatchObject({
      refusal: { fields: { "filter.q": expect.any(String) } },
    });
  });

  test("holds no lock on the tokens that it takes", async () => {
    const [id = ""] = await make("Busy");
    await world.run("BEGIN");
    await world.run('SELECT 1 FROM "Token" WHERE "id" = $1 FOR UPDATE', [id]);
    try {
      await makeReview(world, world.acme, [id]);
    } finally {
      await world.run("ROLLBACK");
    }
  });
});

describe("deciding", () => {
  test("needs a reason, can be changed and taken back, and each decision is in the trail of its token", async () => {
    const ids = await make("One", "Two");
    const reviewId = await makeReview(world, world.acme, ids, { name: "Trail" });
    const decide = (more: Record<string, unknown>) =>
      decideReviewItems(ada().context, { reviewId, tokenIds: ids, ...more });
    for (const decision of ["keep", "disable", "revoke"])
      expect(await decide({ decision, reason: " \n" })).toMatchObject({
        refusal: { fields: { reason: "The reason is needed." } },
      });
    expect(unwrap(await decide({ decision: "keep", reason: "In use" }))).toEqual({
      changed: 2,
      unchanged: 0,
    });
    expect(unwrap(await decide({ decision: "keep", reason: "In use" }))).toEqual({
      changed: 0,
      unchanged: 2,
    });
    const one = { tokenIds: ids.slice(0, 1) };
    unwrap(await decide({ ...one, decision: "revoke", reason: "Nobody knows it" }));
    const items = await itemsOf(world.acme, reviewId);
    expect(items.get("One")).toMatchObject({ decision: "revoke", decidedByName: ada().name });
    const details = unwrap(await loadReview(ada().context, { reviewId }));
    expect(details).toMatchObject({ items: 2, decided: 2, counts: { open: 0, keep: 1, revoke: 1 } });
    expect(details.waiting).toEqual({ disable: 0, revoke: 1, inUse: 0, failed: 0 });
    unwrap(await decide({ ...one, decision: "open" }));
    expect(unwrap(await loadReview(ada().context, { reviewId }))).toMatchObject({
      decided: 1,
      counts: { open: 1 },
    });
    const events = await world.db.auditEvent.findMany({
      where: { targetId: ids[0], action: { startsWith: "review." } },
      orderBy: { id: "asc" },
    });
    expect(events.map(({ action, details: said }) => [action, said])).toEqual([
      ["review.decide", { review: "Trail", reviewId, decision: "keep", reason: "In use" }],
      [
        "review.decide",
        {
          review: "Trail",
          reviewId,
          decision: "revoke",
          reason: "Nobody knows it",
          before: { decision: "keep" },
        },
      ],
      ["review.reopen", { review: "Trail", reviewId, before: { decision: "revoke" } }],
    ]);
    // Nothing happened to the token itself.
    expect(await world.db.token.findUniqueOrThrow({ where: { id: ids[0] } })).toMatchObject({
      disabledAt: null,
      deletedAt: null,
    });
  });

  test("is for the one who is asked: others assign to themselves first, and all or none is decided", async () => {
    const ids = await make("Mine", "Hers");
    const reviewId = await makeReview(world, world.acme, ids, { reviewers: [ada(), alan()] });
    const decide = () =>
      decideReviewItems(alan().context, { reviewId, tokenIds: ids, decision: "keep", reason: "Fine" });
    const before = await world.dump();
    expect(codeOf(await decide())).toBe("not_assigned");
    expect(await world.dump()).toBe(before);
    expect(
      unwrap(await reassignReviewItems(alan().context, { reviewId, tokenIds: ids, toUserId: alan().userId })),
    ).toEqual({ changed: 1 });
    expect(codeOf(await decide())).toBe("done");
    expect(unwrap(await loadReview(ada().context, { reviewId })).reviewers).toMatchObject([
      { name: alan().name, items: 2, decided: 2 },
    ]);
  });

  test("a foreign token, or one that is not in it, is not found", async () => {
    const [id = "", other = ""] = await make("In", "Out");
    const reviewId = await makeReview(world, world.acme, [id]);
    const foreign = await makeToken(world.other);
    for (const tokenId of [other, foreign.id, uuidv4()]) {
      const input = { reviewId, tokenIds: [id, tokenId], decision: "keep", reason: "Fine" };
      expect(codeOf(await decideReviewItems(ada().context, input))).toBe("not_found");
    }
  });

  test("what a reviewer who left did not decide goes to another at once", async () => {
    const { accountId } = world.acme;
    const gone = await createPerson(world.db, world.clock, { accountId, role: "administrator", name: "Gil" });
    const ids = await make("L1", "L2");
    const reviewId = await makeReview(world, world.acme, ids, { reviewers: [gone] });
    unwrap(
      await decideReviewItems(gone.context, {
        reviewId,
        tokenIds: ids.slice(0, 1),
        decision: "keep",
        reason: "Fine",
      }),
    );
    unwrap(await disableUser(ada().context, { userId: gone.userId }));
    expect(unwrap(await loadReview(ada().context, { reviewId })).reviewers).toMatchObject([
      { mayDecide: false },
    ]);
    const move = { reviewId, fromUserId: gone.userId, toUserId: ada().userId };
    expect(unwrap(await reassignReviewItems(ada().context, move))).toEqual({ changed: 1 });
    const to = { ...move, fromUserId: ada().userId, toUserId: gone.userId };
    expect(codeOf(await reassignReviewItems(ada().context, to))).toBe("invalid_input");
  });
});
