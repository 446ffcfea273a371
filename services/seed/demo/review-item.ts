import type { ItemChange } from "@/domain/reviews/item-changes";
import type { CallerRow } from "@/services/seed/demo/callers";
import { dayMs, dayOf } from "@/services/seed/demo/clock";
import type { ReviewPlot } from "@/services/seed/demo/plot";
import { nameOf, type Stage } from "@/services/seed/demo/stage";
import type { TokenLife } from "@/services/seed/demo/token-life";
import type { TokenUsage } from "@/services/seed/demo/token-usage";

/** A token of the demo with all that became of it. */
export type Played = {
  readonly life: TokenLife;
  readonly usage: TokenUsage;
  readonly callers: readonly CallerRow[];
};

/** Whether a review that began at `start` has this token. */
export function isChosen({ life }: Played, of: ReviewPlot["of"], start: Date): boolean {
  const { plot, createdAt, deleted, expiresAt } = life;
  if (createdAt >= start || (deleted !== null && deleted.at <= start)) return false;
  if (plot.type !== of.type) return false;
  if (of.createdBy !== undefined) return plot.by === of.createdBy;
  return disabledAt(life, start) === null && (expiresAt === null || expiresAt > start);
}

/** The row that froze a token as a review began. */
export function frozenItem(stage: Stage, { life, usage, callers }: Played, start: Date) {
  const { plot } = life;
  const secret = secretAt(life, start);
  const days = [...usage.days].filter(([day]) => day < dayOf(start).getTime());
  const last = Math.max(...days.map(([day]) => day));
  const member = stage.plot.members.find(({ who }) => who === plot.by);
  const template = stage.plot.templates.find(({ name }) => name === plot.actsAs);
  const own = plot.type === "personal";
  return {
    tokenId: life.id,
    accountId: stage.accountId,
    type: plot.type,
    name: plot.name,
    notes: notesAt(life, start),
    prefix: secret.prefix,
    last4: secret.last4,
    secretId: secret.id,
    organizationId: stage.organizations.get(plot.organization ?? "")?.id ?? null,
    organizationName: plot.organization ?? null,
    actsAsUserId: own ? stage.people.get(plot.by)! : (stage.templates.get(plot.actsAs ?? "") ?? null),
    actsAsName: own ? nameOf(plot.by) : (plot.actsAs ?? null),
    permissions: [...((own ? member?.permissions : template?.permissions) ?? [])],
    tokenCreatedAt: life.createdAt,
    createdById: stage.people.get(plot.by)!,
    createdByName: nameOf(plot.by),
    disabledAt: disabledAt(life, start),
    expiresAt: life.expiresAt,
    ipAllowList: [...(plot.allow ?? [])],
    lastUsedAt: days.length === 0 ? null : new Date(last + 0.7 * dayMs),
    lastIp: days.length === 0 ? null : (callers[0]?.ip ?? null),
    totalUses: BigInt(days.reduce((sum, [, count]) => sum + count, 0)),
  };
}

/** In what a token differs at a moment from what it was at the beginning, as services/reviews/changes.ts compares. */
export function changesBetween(life: TokenLife, start: Date, at: Date): ItemChange[] {
  if (life.deleted !== null && life.deleted.at <= at) return ["deleted"];
  const [then, now] = [disabledAt(life, start), disabledAt(life, at)];
  const found: [ItemChange, boolean][] = [
    ["notes", notesAt(life, start) !== notesAt(life, at)],
    ["disabled", then === null && now !== null],
    ["enabled", then !== null && now === null],
    ["rotated", secretAt(life, start).id !== secretAt(life, at).id],
  ];
  return found.flatMap(([change, is]) => (is ? [change] : []));
}

function secretAt({ secrets }: TokenLife, at: Date) {
  return secrets.findLast((secret) => secret.createdAt <= at) ?? secrets[0]!;
}

function notesAt({ plot, deeds }: TokenLife, at: Date): string {
  const edit = deeds.find(({ action }) => action === "token.edit");
  return edit !== undefined && edit.at > at ? "" : (plot.notes ?? "");
}

function disabledAt({ disabledAt: since, pause }: TokenLife, at: Date): Date | null {
  if (since !== null && since <= at) return since;
  return pause !== null && pause.from <= at && at < pause.to ? pause.from : null;
}
