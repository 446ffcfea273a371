import type { ReviewPlot } from "@/services/seed/demo/plot";
import type { Played } from "@/services/seed/demo/review-item";
import type { PlayedItem } from "@/services/seed/demo/review-story";
import type { Stage } from "@/services/seed/demo/stage";
import type { Deed } from "@/services/seed/demo/story";

type Told = {
  readonly review: {
    readonly id: string;
    readonly name: string;
    readonly createdAt: Date;
    readonly dueAt: Date;
    readonly filter: object;
  };
  readonly reviewers: readonly {
    readonly name: string;
    readonly items: number;
    readonly remindedAt: Date | null;
  }[];
  /** Items that are decided, the first decision first. */
  readonly inOrder: readonly PlayedItem[];
  readonly signed: {
    readonly signedAt: Date;
    readonly signedById: string;
    readonly statement: string;
  } | null;
};

/** The events of a review, as its services write them. */
export function tellOfReview(stage: Stage, plot: ReviewPlot, all: readonly Played[], told: Told): Deed[] {
  const { review, reviewers, inOrder, signed } = told;
  const target = { kind: "review", id: review.id, name: plot.name };
  const { dueAt, filter } = review;
  const deeds: Deed[] = [
    {
      at: review.createdAt,
      actor: plot.by,
      action: "review.start",
      target,
      details: {
        count: reviewers.reduce((sum, { items }) => sum + items, 0),
        dueAt,
        filter,
        split: "even",
        reviewers: reviewers.map(({ name }) => name),
      },
    },
  ];
  for (const item of inOrder) {
    deeds.push({
      at: item.decidedAt!,
      actor: plot.reviewers.find((key) => stage.people.get(key) === item.reviewerId)!,
      action: "review.decide",
      target: { kind: "token", id: item.tokenId, name: item.name },
      details: { review: plot.name, reviewId: review.id, decision: item.decision, reason: item.reason },
    });
    const done = carriedOut(all, item);
    if (done === null) continue;
    const isRevoked = item.decision === "revoke";
    deeds.push({
      // One act with what became of the token, and behind it.
      at: new Date(done.at.getTime() + 1),
      actor: done.actor,
      action: "review.carry_out",
      target,
      details: { disabled: isRevoked ? 0 : 1, revoked: isRevoked ? 1 : 0, unchanged: 0 },
    });
  }
  const reminded = reviewers.filter(({ remindedAt }) => remindedAt !== null);
  if (reminded[0]?.remindedAt)
    deeds.push({
      at: reminded[0].remindedAt,
      actor: plot.by,
      action: "review.remind",
      target,
      details: { reviewers: reminded.map(({ name }) => name).sort() },
    });
  if (plot.signed !== undefined && signed !== null) {
    const count = (is: (item: PlayedItem) => boolean) => inOrder.filter(is).length;
    deeds.push({
      at: signed.signedAt,
      actor: plot.signed.by,
      action: "review.sign_off",
      target,
      details: {
        keep: count((item) => item.decision === "keep"),
        disable: count((item) => item.decision === "disable"),
        revoke: count((item) => item.decision === "revoke"),
        gone: count((item) => item.changes.includes("deleted")),
        changed: count((item) => item.changes.length > 0),
        own: count((item) => item.decidedById === signed.signedById),
        statement: signed.statement,
      },
    });
  }
  return deeds;
}

// What became of the token at the moment at which its decision was carried out.
function carriedOut(all: readonly Played[], { tokenId, carriedOutAt }: PlayedItem): Deed | null {
  if (carriedOutAt === null) return null;
  const life = all.find((played) => played.life.id === tokenId)?.life;
  return life?.deeds.findLast(({ at }) => at.getTime() === carriedOutAt.getTime()) ?? null;
}
