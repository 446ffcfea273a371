import { dayMs, hourMs, officeMoment } from "@/services/seed/demo/clock";
import type { ReviewPlot } from "@/services/seed/demo/plot";
import { type Decision, decideItem } from "@/services/seed/demo/review-decision";
import { tellOfReview } from "@/services/seed/demo/review-deeds";
import { changesBetween, frozenItem, isChosen, type Played } from "@/services/seed/demo/review-item";
import { nameOf, type Stage } from "@/services/seed/demo/stage";

export type PlayedItem = ReturnType<typeof frozenItem> &
  Decision & { readonly reviewId: string; readonly position: number; readonly reviewerId: string };

/** A review from its beginning to its signature, or to today: what people decided agrees with what became of the tokens. */
export function playReview(stage: Stage, plot: ReviewPlot, all: readonly Played[]) {
  const { now, accountId } = stage;
  const random = stage.random.fork(`review/${plot.name}`);
  const start = officeMoment(now, plot.age, random);
  // Each reviewer goes through an own part of the names in one sitting.
  const sittings = plot.reviewers.map((_, i) =>
    officeMoment(now, plot.age - 1 - i, random, start.getTime() + hourMs),
  );
  const remindedAt = plot.reminded === undefined ? null : officeMoment(now, plot.reminded, random);
  const signed = plot.signed && {
    signedAt: officeMoment(now, plot.signed.days, random),
    signedById: stage.people.get(plot.signed.by)!,
    signedByName: nameOf(plot.signed.by),
    statement: plot.signed.statement,
  };
  const review = {
    id: stage.id(start),
    accountId,
    name: plot.name,
    filter: filterOf(stage, plot),
    // The end of a day.
    dueAt: new Date(Math.ceil((start.getTime() + plot.dueAfter * dayMs) / dayMs) * dayMs - 1),
    createdAt: start,
    createdById: stage.people.get(plot.by)!,
    createdByName: nameOf(plot.by),
  };
  const chosen = all.filter((played) => isChosen(played, plot.of, start)).sort(byName);
  const openFrom = chosen.length - Math.round(chosen.length * (plot.undecided ?? 0));
  const items = chosen.map((played, index): PlayedItem => {
    const seat = Math.floor((index * plot.reviewers.length) / chosen.length);
    const reviewer = plot.reviewers[seat]!;
    const decision = decideItem(stage, played, {
      start,
      end: signed?.signedAt ?? now,
      sitting: new Date(sittings[seat]!.getTime() + (index % 16) * 41_000),
      reviewer,
      isOpen: index >= openFrom,
      isSigned: signed !== undefined,
      random,
    });
    // With the signature, what differs then is kept.
    const isSettled = signed !== undefined && decision.carriedOutAt === null;
    return {
      ...frozenItem(stage, played, start),
      ...decision,
      changes: isSettled ? changesBetween(played.life, start, signed.signedAt) : decision.changes,
      reviewId: review.id,
      position: index + 1,
      reviewerId: stage.people.get(reviewer)!,
    };
  });
  const inOrder = items
    .filter((item) => item.decidedAt !== null)
    .sort((a, b) => a.decidedAt!.getTime() - b.decidedAt!.getTime());
  const revisions = new Map(inOrder.map((item, index) => [item.tokenId, index + 1]));
  const reviewers = plot.reviewers.map((key) => {
    const userId = stage.people.get(key)!;
    const own = items.filter((item) => item.reviewerId === userId);
    const decided = own.filter((item) => item.decision !== "open").length;
    const isReminded = remindedAt !== null && decided < own.length;
    return {
      reviewId: review.id,
      userId,
      accountId,
      name: nameOf(key),
      items: own.length,
      decided,
      remindedAt: isReminded ? remindedAt : null,
      remindedByName: isReminded ? nameOf(plot.by) : null,
    };
  });
  return {
    review: { ...review, revision: inOrder.length },
    signed: signed ?? null,
    reviewers,
    items: items.map((item) => ({ ...item, decidedRevision: revisions.get(item.tokenId) ?? 0 })),
    deeds: tellOfReview(stage, plot, all, { review, reviewers, inOrder, signed: signed ?? null }),
  };
}

function filterOf(stage: Stage, { of }: ReviewPlot) {
  return of.createdBy === undefined
    ? { status: ["active"], type: [of.type] }
    : { type: [of.type], createdBy: [stage.people.get(of.createdBy)!] };
}

function byName(a: Played, b: Played): number {
  return a.life.plot.name.toLowerCase() < b.life.plot.name.toLowerCase() ? -1 : 1;
}
