import { z } from "zod";
import { done, type Result } from "@/domain/result";
import { carryOutBatch } from "@/domain/reviews/bounds";
import type { CarriedOut } from "@/domain/reviews/review-views";
import { Prisma } from "@/prisma/client/client";
import { act, read, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { type CarriedBatch, carryOutItems } from "@/services/reviews/carry-out-items";
import { lockOpenReview } from "@/services/reviews/lock-review";
import { reviewFields } from "@/services/reviews/review-fields";
import { countWaiting, findWaiting, type WaitingItem } from "@/services/reviews/waiting";

const carryOutInput = z.object({
  reviewId: reviewFields.reviewId,
  /** Number of the last decision that the person saw: what was decided later waits. */
  revision: z.int({ error: "The revision must be a whole number." }).min(0, "Too small."),
  /** Where the call before ended; 0 begins. What failed before is tried again from there. */
  after: z.int({ error: "The position must be a whole number." }).min(0, "Too small.").default(0),
  /** The number of tokens that will be revoked, typed; needed when one of them was used in the last days. */
  confirmation: z.string({ error: "The confirmation must be text." }).max(100, "Too long.").optional(),
});
type CarryOut = z.output<typeof carryOutInput>;

const timeoutMs = 30_000;

/**
 * Carries the next decisions of a review out: disables or revokes up to `carryOutBatch` tokens, all in one transaction, by the same
 * rules and with the same events as when somebody does it by hand. A caller goes on from `next` until that is null. A token that
 * the database refuses to change is reported and holds up no other. Refuses: invalid_input, forbidden,
 * reauthentication_required, not_found, review_ended, confirmation_mismatch.
 */
export async function carryOutDecisions(
  context: Context,
  input: unknown,
): Promise<Result<CarriedOut & { next: number | null }>> {
  const parsed = parseInput(carryOutInput, input);
  if (!parsed.ok) return parsed;
  const run = parsed.value;
  try {
    const result = await attempt(context, run, carryOutBatch);
    return result.ok ? done({ ...result.value, failed: [] }) : result;
  } catch (error) {
    if (!isOfStatement(error)) throw error;
    return oneByOne(context, run);
  }
}

/** The batch once more, each token in a transaction of its own: what stopped it is found and noted. */
async function oneByOne(
  context: Context,
  run: CarryOut,
): Promise<Result<CarriedOut & { next: number | null }>> {
  const total = { disabled: 0, revoked: 0, unchanged: 0 };
  const failed: WaitingItem[] = [];
  let { after } = run;
  for (let i = 0; i < carryOutBatch; i++) {
    const from = after;
    const found = await read(context, "review.carry_out", async ({ accountId }) =>
      done(await findWaiting(context.db, { ...run, accountId }, from, 1)),
    );
    if (!found.ok) return found;
    const [item] = found.value;
    if (item === undefined) break;
    try {
      const result = await attempt(context, { ...run, after }, 1);
      if (!result.ok) return result;
      for (const key of ["disabled", "revoked", "unchanged"] as const) total[key] += result.value[key];
    } catch (error) {
      if (!isOfStatement(error)) throw error;
      failed.push(item);
    }
    after = item.position;
  }
  const noted = await act(context, "review.carry_out", async ({ tx, accountId, now }) => {
    const tokenId = { in: failed.map((item) => item.tokenId) };
    await tx.reviewItem.updateMany({
      where: { reviewId: run.reviewId, accountId, tokenId, carriedOutAt: null },
      data: { failedAt: now },
    });
    return done(await countWaiting(tx, { ...run, accountId }, after, now));
  });
  if (!noted.ok) return noted;
  const left = noted.value.disable + noted.value.revoke;
  return done({ ...total, failed, left, next: left === 0 ? null : after });
}

async function attempt(
  context: Context,
  run: CarryOut,
  limit: number,
): Promise<Result<CarriedBatch & { left: number; next: number | null }>> {
  return act(
    context,
    "review.carry_out",
    async (work) => {
      const review = await lockOpenReview(work, run.reviewId);
      if (!review.ok) return review;
      const wanted = { ...run, accountId: work.accountId };
      if (run.after === 0) {
        // What is typed guards a hand that slips: once, as a run begins.
        const { revoke, inUse } = await countWaiting(work.tx, wanted, 0, work.now);
        if (inUse > 0 && run.confirmation?.trim() !== String(revoke))
          return refuseWith(
            "confirmation_mismatch",
            `${inUse} of the tokens to revoke ${inUse === 1 ? "was" : "were"} used in the last days. Type ${revoke} to revoke them.`,
          );
      }
      const items = await findWaiting(work.tx, wanted, run.after, limit);
      const batch = await carryOutItems(work, review.value, items);
      if (!batch.ok) return batch;
      const end = items.at(-1)?.position ?? run.after;
      const { disable, revoke } = await countWaiting(work.tx, wanted, end, work.now);
      const left = disable + revoke;
      return done({ ...batch.value, left, next: left === 0 ? null : end });
    },
    { timeoutMs },
  );
}

// The database refused or gave up a statement about some row; anything else is no token's fault.
function isOfStatement(error: unknown): boolean {
  return (
    error instanceof Prisma.PrismaClientUnknownRequestError ||
    (error instanceof Prisma.PrismaClientKnownRequestError && error.code.startsWith("P20"))
  );
}
