import { afterAll, beforeAll, expect, test } from "vitest";
import { decideReviewItems } from "@/services/reviews/decide";
import { reassignReviewItems } from "@/services/reviews/reassign";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { itemsOf, makeReview } from "@/services/testing/reviews";
import { codeOf, makeToken, unwrap } from "@/services/testing/tokens";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const ada = () => world.acme.administrator;
const alan = () => world.acme.otherAdministrator;

/** A review that Ada is asked about and looks at, while Alan takes the first `count` of its tokens over and decides. */
async function decidedByAlan(names: readonly string[], count: number, reason = "Nobody knows it") {
  const made = await Promise.all(names.map((name) => makeToken(world.acme, { name })));
  const ids = made.map((token) => token.id);
  const reviewId = await makeReview(world, world.acme, ids);
  const taken = { reviewId, tokenIds: ids.slice(0, count) };
  unwrap(await reassignReviewItems(alan().context, { ...taken, toUserId: alan().userId }));
  unwrap(await decideReviewItems(alan().context, { ...taken, decision: "revoke", reason }));
  const assign = () => reassignReviewItems(alan().context, { ...taken, toUserId: ada().userId });
  const decide = (more: Record<string, unknown> = {}) =>
    decideReviewItems(ada().context, {
      reviewId,
      tokenIds: ids,
      decision: "keep",
      reason: "In use",
      ...more,
    });
  return { reviewId, ids, assign, decide };
}

test("what somebody else decided meanwhile is not overwritten unseen: who, what, when and why come back, and nothing changes", async () => {
  const { ids, assign, decide, reviewId } = await decidedByAlan(["Contested"], 1);
  const expected = {
    code: "decided_meanwhile",
    message: `${alan().name} decided to revoke “Contested” at ${world.clock.now.toISOString().slice(0, 16).replace("T", " ")} UTC: “Nobody knows it”. Nothing was changed.`,
    decided: [
      {
        tokenId: ids[0],
        name: "Contested",
        decision: "revoke",
        reason: "Nobody knows it",
        decidedByName: alan().name,
        decidedAt: world.clock.now,
        decidedRevision: 1,
        reviewerId: alan().userId,
      },
    ],
  };
  // Whoever is asked now: the one who took it over, and after it was given back.
  const before = await world.dump();
  expect(await decide()).toEqual({ ok: false, refusal: expected });
  expect(await world.dump()).toBe(before);
  unwrap(await assign());
  const given = { ...expected.decided[0], reviewerId: ada().userId };
  expect(await decide()).toEqual({ ok: false, refusal: { ...expected, decided: [given] } });
  // Taking back overwrites too.
  expect(codeOf(await decide({ decision: "open" }))).toBe("decided_meanwhile");
  const seen = Object.fromEntries(
    [...(await itemsOf(world.acme, reviewId)).values()].map((item) => [item.tokenId, item.decidedRevision]),
  );
  expect(unwrap(await decide({ seen }))).toEqual({ changed: 1, unchanged: 0 });
});

test("of many it says how many others decided about; those left out, the rest is decided", async () => {
  const { ids, assign, decide } = await decidedByAlan(["Many a", "Many b", "Many c"], 2);
  unwrap(await assign());
  const refused = await decide();
  expect(refused).toMatchObject({
    refusal: {
      code: "decided_meanwhile",
      message: "2 of the 3 tokens were decided about by others meanwhile. Nothing was changed.",
      decided: [{ tokenId: ids[0] }, { tokenId: ids[1] }],
    },
  });
  expect(unwrap(await decide({ tokenIds: ids.slice(2) }))).toEqual({ changed: 1, unchanged: 0 });
  // Seen the first one only.
  expect(await decide({ seen: { [ids[0]!]: 1 } })).toMatchObject({
    refusal: { decided: [{ tokenId: ids[1] }] },
  });
});

test("nobody is held up by their own decision elsewhere, by one that was taken back, or by the very same one", async () => {
  const { ids, decide, assign } = await decidedByAlan(["Own a", "Own b"], 1, "In use");
  unwrap(await assign());
  const [first, second] = ids;
  // Her own, made in another window.
  const own = { tokenIds: [second] };
  unwrap(await decide(own));
  expect(unwrap(await decide({ ...own, decision: "disable" }))).toEqual({ changed: 1, unchanged: 0 });
  expect(codeOf(await decide({ tokenIds: [first] }))).toBe("decided_meanwhile");
  expect(unwrap(await decide({ tokenIds: [first], decision: "revoke" }))).toEqual({
    changed: 0,
    unchanged: 1,
  });
  unwrap(await decide({ tokenIds: [first], decision: "open", seen: { [first!]: 1 } }));
  expect(unwrap(await decide({ tokenIds: [first] }))).toEqual({ changed: 1, unchanged: 0 });
});

test.each([[{ "no id": 1 }], [{ "0198c0de-0000-7000-8000-000000000001": -1 }], ["all"]])(
  "what was seen is checked: %j",
  async (seen) => {
    const { decide } = await decidedByAlan(["Checked"], 1);
    expect(codeOf(await decide({ seen }))).toBe("invalid_input");
  },
);
