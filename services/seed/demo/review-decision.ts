import type { ItemChange } from "@/domain/reviews/item-changes";
import type { CastKey } from "@/services/seed/demo/cast";
import { dayMs } from "@/services/seed/demo/clock";
import type { Random } from "@/services/seed/demo/random";
import { changesBetween, type Played } from "@/services/seed/demo/review-item";
import { nameOf, type Stage } from "@/services/seed/demo/stage";

/** What a review says of one of its tokens. */
export type Decision = {
  readonly decision: "open" | "keep" | "disable" | "revoke";
  readonly reason: string;
  readonly decidedAt: Date | null;
  readonly decidedById: string | null;
  readonly decidedByName: string | null;
  readonly changes: ItemChange[];
  readonly carriedOutAt: Date | null;
  readonly carriedOutByName: string | null;
  readonly outcome: "done" | null;
};

type Asked = {
  readonly start: Date;
  readonly end: Date;
  /** When its reviewer goes through the list. */
  readonly sitting: Date;
  readonly reviewer: CastKey;
  readonly isOpen: boolean;
  readonly isSigned: boolean;
  readonly random: Random;
};

const keepReasons = [
  "In daily use; owner confirmed.",
  "Needed by the integration that its notes name.",
  "Rights are as narrow as the task allows.",
  "Owner asked in the team channel: still needed.",
] as const;
const idleMs = 90 * dayMs;

/**
 * What somebody decided about a token. One that was switched off or deleted while the review ran was so by decision; one that nobody
 * uses is to be disabled, which waits to be carried out where the review runs.
 */
export function decideItem(stage: Stage, { life, usage }: Played, asked: Asked): Decision {
  const { start, end, sitting, random } = asked;
  const isWithin = (at: Date | null | undefined): at is Date => at != null && at > start && at < end;
  const decide = (decision: "keep" | "disable" | "revoke", reason: string, at: Date): Decision => ({
    ...open,
    decision,
    reason,
    decidedAt: at,
    decidedById: stage.people.get(asked.reviewer)!,
    decidedByName: nameOf(asked.reviewer),
    changes: changesBetween(life, start, at),
  });
  const before = (at: Date) => new Date(Math.max(start.getTime() + 60_000, at.getTime() - 25 * 60_000));
  if (life.deleted !== null && isWithin(life.deleted.at)) {
    const { at, by } = life.deleted;
    return carriedOut(decide("revoke", "Nobody knows what still calls with it.", before(at)), at, by);
  }
  const off = life.deeds.findLast(({ action }) => action === "token.disable");
  if (isWithin(life.disabledAt) && off !== undefined)
    return carriedOut(
      decide("disable", "The pilot is over. To be revoked when nobody misses it.", before(life.disabledAt)),
      life.disabledAt,
      off.actor as CastKey,
    );
  // Drawn in any case: what is open in one account does not move what is said in another.
  const reason = random.pick(keepReasons);
  if (asked.isOpen && life.plot.fate?.kind !== "rotating") return open;
  const silentMs = start.getTime() - (usage.last?.getTime() ?? life.createdAt.getTime());
  if (!asked.isSigned && silentMs > idleMs)
    return decide("disable", "Not used for three months; no owner answers.", sitting);
  return decide("keep", reason, sitting);
}

const open: Decision = {
  decision: "open",
  reason: "",
  decidedAt: null,
  decidedById: null,
  decidedByName: null,
  changes: [],
  carriedOutAt: null,
  carriedOutByName: null,
  outcome: null,
};

function carriedOut(decision: Decision, at: Date, by: CastKey): Decision {
  return { ...decision, carriedOutAt: at, carriedOutByName: nameOf(by), outcome: "done" };
}
