import { afterAll, beforeAll, expect, test } from "vitest";
import { loadReview } from "@/services/reviews/load";
import { reassignReviewItems } from "@/services/reviews/reassign";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { endReviewsOf } from "@/services/testing/review-endings";
import { itemsOf } from "@/services/testing/reviews";
import { codeOf, unwrap } from "@/services/testing/tokens";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const { ada, decide, decided, carryOut, sign, countEvents } = endReviewsOf(() => world);

test("of many who sign at once exactly one does", async () => {
  const { reviewId } = await decided({ r1: "keep" });
  const codes = (await Promise.all(Array.from({ length: 6 }, () => sign(reviewId)))).map(codeOf);
  expect(codes.sort()).toEqual(["done", ...new Array(5).fill("review_ended")]);
  expect(await countEvents("review.sign_off", reviewId)).toBe(1);
});

test("a signature and a decision at the same time: the signed result is what the trail says", async () => {
  for (let round = 0; round < 5; round++) {
    const name = `rs${round}`;
    const { reviewId, ids } = await decided({ [name]: "keep" });
    const [signed, redecided] = await Promise.all([sign(reviewId), decide(reviewId, [ids[name]!], "revoke")]);
    const { decision } = (await itemsOf(world.acme, reviewId)).get(name)!;
    // Whoever came first: a review with a revocation that waits is never signed.
    expect([codeOf(signed), codeOf(redecided), decision]).toEqual(
      signed.ok ? ["done", "review_ended", "keep"] : ["review_incomplete", "done", "revoke"],
    );
  }
});

test("two who carry out at once do each thing once", async () => {
  const wanted = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`co${i}`, "revoke" as const]));
  const { reviewId, ids } = await decided(wanted);
  const results = await Promise.all([carryOut(reviewId), carryOut(reviewId), carryOut(reviewId)]);
  const revoked = results.map((result) => unwrap(result).revoked);
  expect(revoked.reduce((a, b) => a + b, 0)).toBe(12);
  for (const id of Object.values(ids)) expect(await countEvents("token.delete", id)).toBe(1);
});

test("two reviewers and one token: the one who takes it over while the other decides is the one who is asked", async () => {
  const alan = world.acme.otherAdministrator;
  const { reviewId, ids } = await decided({ both: "open" });
  const tokenIds = [ids.both!];
  const [first, taken] = await Promise.all([
    decide(reviewId, tokenIds, "keep"),
    reassignReviewItems(alan.context, { reviewId, tokenIds, toUserId: alan.userId }),
  ]);
  expect(codeOf(taken)).toBe("done");
  const after = (await itemsOf(world.acme, reviewId)).get("both");
  expect(after).toMatchObject({ reviewerId: alan.userId, decision: first.ok ? "keep" : "open" });
  expect(codeOf(await decide(reviewId, tokenIds, "revoke"))).toBe("not_assigned");
  const { reviewers } = unwrap(await loadReview(ada(), { reviewId }));
  expect(reviewers).toMatchObject([{ userId: alan.userId, items: 1, decided: first.ok ? 1 : 0 }]);
});
