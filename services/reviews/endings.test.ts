import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cancelReview } from "@/services/reviews/cancel";
import { carryOutDecisions } from "@/services/reviews/carry-out";
import { decideReviewItems } from "@/services/reviews/decide";
import { loadReview } from "@/services/reviews/load";
import { reassignReviewItems } from "@/services/reviews/reassign";
import { signReview } from "@/services/reviews/sign-off";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { endReviewsOf } from "@/services/testing/review-endings";
import { itemsOf } from "@/services/testing/reviews";
import { codeOf, noteUse, unwrap } from "@/services/testing/tokens";
import { deleteToken } from "@/services/tokens/delete";
import { disableToken } from "@/services/tokens/disable";
import { editToken } from "@/services/tokens/edit";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const { ada, auditor, decide, decided, carryOut, sign, countEvents } = endReviewsOf(() => world);
const tokenOf = (id: string | undefined) => world.db.token.findUniqueOrThrow({ where: { id: id ?? "" } });

describe("carrying out", () => {
  test("disables and revokes what was decided so, with each token's own events, and keeps the rest", async () => {
    const { reviewId, ids } = await decided(
      { stays: "keep", off: "disable", ends: "revoke", key: "revoke", wasOff: "disable", wasGone: "revoke" },
      { key: "api_key" },
    );
    unwrap(await disableToken(ada(), { tokenId: ids.wasOff }));
    unwrap(await deleteToken(ada(), { tokenId: ids.wasGone }));
    expect(unwrap(await carryOut(reviewId))).toEqual({
      disabled: 1,
      revoked: 2,
      unchanged: 2,
      failed: [],
      left: 0,
      next: null,
    });
    expect(await tokenOf(ids.stays)).toMatchObject({ disabledAt: null, deletedAt: null });
    expect(await tokenOf(ids.off)).toMatchObject({ disabledAt: world.clock.now, deletedAt: null });
    for (const id of [ids.ends, ids.key]) {
      expect(await tokenOf(id)).toMatchObject({ deletedAt: world.clock.now });
      expect(await world.db.tokenSecret.count({ where: { tokenId: id, destroyedAt: null } })).toBe(0);
      expect(await countEvents("token.delete", id!)).toBe(1);
    }
    // An API key is deleted only when disabled: both steps are on record.
    expect(await countEvents("token.disable", ids.key!)).toBe(1);
    const items = await itemsOf(world.acme, reviewId);
    expect(Object.keys(ids).map((name) => items.get(name)?.outcome)).toEqual([
      null,
      "done",
      "done",
      "done",
      "already",
      "gone",
    ]);
    const event = await world.db.auditEvent.findFirstOrThrow({
      where: { action: "review.carry_out", targetId: reviewId },
    });
    expect(event.details).toEqual({ disabled: 1, revoked: 2, unchanged: 2 });
    // Again: nothing is left, and nothing is written.
    const before = await world.dump();
    expect(unwrap(await carryOut(reviewId))).toMatchObject({ disabled: 0, revoked: 0, left: 0 });
    expect(await world.dump()).toBe(before);
    expect(codeOf(await decide(reviewId, [ids.off!], "keep"))).toBe("review_item_done");
  });

  test("takes only decisions that were seen, and wants the number typed where a token is in use", async () => {
    const { reviewId, ids } = await decided({ used: "revoke", late: "open" });
    await noteUse(world, ids.used!);
    const { revision, waiting } = unwrap(await loadReview(ada(), { reviewId }));
    expect(waiting).toMatchObject({ revoke: 1, inUse: 1 });
    unwrap(await decide(reviewId, [ids.late!], "revoke"));
    for (const confirmation of [undefined, "2", "used"])
      expect(codeOf(await carryOutDecisions(ada(), { reviewId, revision, confirmation }))).toBe(
        "confirmation_mismatch",
      );
    expect((await tokenOf(ids.used)).deletedAt).toBeNull();
    const result = unwrap(await carryOutDecisions(ada(), { reviewId, revision, confirmation: "1" }));
    expect(result).toMatchObject({ revoked: 1, left: 0 });
    expect((await tokenOf(ids.late)).deletedAt).toBeNull();
  });

  test("keeps in what a token differed right before it, also where that came after the decision", async () => {
    const { reviewId, ids } = await decided({
      plain: "disable",
      renamed: "revoke",
      off: "disable",
      gone: "revoke",
    });
    unwrap(await editToken(ada(), { tokenId: ids.renamed, notes: "after its decision" }));
    unwrap(await disableToken(ada(), { tokenId: ids.off }));
    unwrap(await deleteToken(ada(), { tokenId: ids.gone }));
    unwrap(await carryOut(reviewId));
    unwrap(await sign(reviewId));
    const items = await itemsOf(world.acme, reviewId);
    expect([...items].map(([name, item]) => [name, item.changes]).sort()).toEqual([
      ["gone", ["deleted"]],
      ["off", ["disabled"]],
      ["plain", []],
      ["renamed", ["notes"]],
    ]);
    const event = await world.db.auditEvent.findFirstOrThrow({
      where: { action: "review.sign_off", targetId: reviewId },
    });
    expect(event.details).toMatchObject({ changed: 3, gone: 1 });
  });

  test("a token that the database will not change is reported, holds up no other, and is tried again", async () => {
    const { reviewId, ids } = await decided({ p1: "disable", p2: "disable", p3: "revoke" });
    await world.run(
      `CREATE FUNCTION stuck() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'stuck'; END $$`,
    );
    await world.run(
      `CREATE TRIGGER stuck BEFORE UPDATE ON "Token" FOR EACH ROW WHEN (OLD."id" = '${ids.p2}') EXECUTE FUNCTION stuck()`,
    );
    const result = unwrap(await carryOut(reviewId));
    expect(result).toMatchObject({ disabled: 1, revoked: 1, failed: [{ tokenId: ids.p2, name: "p2" }] });
    expect(result.next).toBeNull();
    expect(unwrap(await loadReview(ada(), { reviewId })).waiting).toMatchObject({ disable: 1, failed: 1 });
    expect(codeOf(await sign(reviewId))).toBe("review_incomplete");
    await world.run('DROP TRIGGER stuck ON "Token"');
    expect(unwrap(await carryOut(reviewId))).toMatchObject({ disabled: 1, failed: [], left: 0 });
    expect((await itemsOf(world.acme, reviewId)).get("p2")).toMatchObject({
      outcome: "done",
      failedAt: null,
    });
  });
});

describe("signing", () => {
  test("needs everything decided and carried out; then name, time and statement stand, in the trail too", async () => {
    const { reviewId, ids } = await decided({ kept: "keep", off: "disable", undecided: "open" });
    expect(await sign(reviewId)).toMatchObject({
      refusal: { code: "review_incomplete", message: "1 token is not decided yet." },
    });
    unwrap(await decide(reviewId, [ids.undecided!], "keep"));
    expect(await sign(reviewId)).toMatchObject({
      refusal: { code: "review_incomplete", message: "1 decision is not carried out yet." },
    });
    unwrap(await carryOut(reviewId));
    world.clock.advance(1);
    unwrap(await editToken(ada(), { tokenId: ids.kept, notes: "after its decision" }));
    expect(await signReview(auditor(), { reviewId, statement: "" })).toMatchObject({
      refusal: { fields: { statement: "The statement is needed." } },
    });
    unwrap(await sign(reviewId));
    const signed = unwrap(await loadReview(ada(), { reviewId }));
    expect(signed).toMatchObject({
      state: "signed",
      signedAt: world.clock.now,
      signedByName: world.acme.auditor.name,
      statement: "I have seen the evidence.",
      changed: 1,
    });
    const event = await world.db.auditEvent.findFirstOrThrow({
      where: { action: "review.sign_off", targetId: reviewId },
    });
    expect(event).toMatchObject({ actorId: world.acme.auditor.userId });
    expect(event.details).toMatchObject({ keep: 2, disable: 1, revoke: 0, changed: 1, own: 0 });
    // What happens to the tokens later changes nothing in it.
    unwrap(await editToken(ada(), { tokenId: ids.undecided, notes: "long after" }));
    const items = await itemsOf(world.acme, reviewId);
    expect([items.get("kept")?.changes, items.get("undecided")?.changes]).toEqual([["notes"], []]);
  });

  test("by a reviewer says how many of the decisions were the signer's own", async () => {
    const { reviewId } = await decided({ own1: "keep", own2: "keep" });
    unwrap(await sign(reviewId, ada()));
    const event = await world.db.auditEvent.findFirstOrThrow({
      where: { action: "review.sign_off", targetId: reviewId },
    });
    expect(event.details).toMatchObject({ own: 2 });
  });

  test("after it, or after a cancellation, nothing changes any more: not by a verb, not by a statement", async () => {
    const signed = await decided({ s: "keep" });
    unwrap(await sign(signed.reviewId));
    const cancelled = await decided({ c: "revoke" });
    const reason = "Begun by mistake";
    expect(codeOf(await cancelReview(ada(), { reviewId: cancelled.reviewId, reason: " " }))).toBe(
      "invalid_input",
    );
    unwrap(await cancelReview(ada(), { reviewId: cancelled.reviewId, reason }));
    expect(unwrap(await loadReview(auditor(), { reviewId: cancelled.reviewId }))).toMatchObject({
      state: "cancelled",
      cancelReason: reason,
    });
    const before = await world.dump();
    for (const { reviewId, ids } of [signed, cancelled]) {
      const tokenIds = Object.values(ids);
      const toUserId = world.acme.otherAdministrator.userId;
      for (const result of [
        await decide(reviewId, tokenIds, "keep"),
        await decideReviewItems(ada(), { reviewId, tokenIds, decision: "open" }),
        await reassignReviewItems(ada(), { reviewId, tokenIds, toUserId }),
        await carryOutDecisions(ada(), { reviewId, revision: 99 }),
        await sign(reviewId),
        await cancelReview(ada(), { reviewId, reason }),
      ])
        expect(codeOf(result)).toBe("review_ended");
      for (const statement of [
        `UPDATE "Review" SET "statement" = 'x' WHERE "id" = $1`,
        `UPDATE "Review" SET "signedAt" = NULL, "cancelledAt" = NULL WHERE "id" = $1`,
        `DELETE FROM "Review" WHERE "id" = $1`,
        `UPDATE "ReviewItem" SET "reason" = 'x' WHERE "reviewId" = $1`,
        `DELETE FROM "ReviewItem" WHERE "reviewId" = $1`,
        `UPDATE "ReviewReviewer" SET "items" = 9 WHERE "reviewId" = $1`,
        `INSERT INTO "ReviewReviewer" ("reviewId", "userId", "accountId", "name")
         SELECT "id", gen_random_uuid(), "accountId", 'x' FROM "Review" WHERE "id" = $1`,
      ])
        await expect(world.run(statement, [reviewId]), statement).rejects.toThrow("stays as it is");
    }
    expect(await world.dump()).toBe(before);
  });

  test("what a review froze cannot be rewritten while it goes on either", async () => {
    const { reviewId } = await decided({ frozen: "open" });
    for (const set of [`"name" = 'x'`, `"permissions" = '{*}'`, `"lastUsedAt" = now()`])
      await expect(
        world.run(`UPDATE "ReviewItem" SET ${set} WHERE "reviewId" = $1`, [reviewId]),
      ).rejects.toThrow("froze");
  });

  test("without its audit row none of it happens", async () => {
    const { reviewId, ids } = await decided({ u1: "keep", u2: "disable" });
    const before = await world.dump();
    await world.run('ALTER TABLE "AuditEvent" ADD CONSTRAINT unwritable CHECK (false) NOT VALID');
    try {
      await expect(decide(reviewId, [ids.u1!], "revoke")).rejects.toThrow();
      await expect(cancelReview(ada(), { reviewId, reason: "x" })).rejects.toThrow();
      expect(await world.dump()).toBe(before);
      // Not even a token: it is reported, and waits.
      expect(unwrap(await carryOut(reviewId))).toMatchObject({ disabled: 0, failed: [{ name: "u2" }] });
    } finally {
      await world.run('ALTER TABLE "AuditEvent" DROP CONSTRAINT unwritable');
    }
    expect((await tokenOf(ids.u2)).disabledAt).toBeNull();
    expect((await itemsOf(world.acme, reviewId)).get("u1")).toMatchObject({ decision: "keep" });
  });
});
