import { typeRule } from "@/domain/tokens/types";
import type { Context } from "@/services/kernel/context";
import type { CastKey } from "@/services/seed/demo/cast";
import { dayMs, daysBefore, hourMs, officeMoment } from "@/services/seed/demo/clock";
import type { TokenPlot } from "@/services/seed/demo/plot";
import type { Random } from "@/services/seed/demo/random";
import { nameOf, type Stage } from "@/services/seed/demo/stage";
import type { Deed } from "@/services/seed/demo/story";
import { type CiphertextRow, sealRevealable } from "@/services/tokens/keep-revealable";
import { mintSecret, type SecretRow } from "@/services/tokens/mint-secret";

export type SecretLife = SecretRow & {
  readonly retiresAt: Date | null;
  readonly destroyedAt: Date | null;
  /** Of API keys, until they are destroyed: they can be shown again. */
  readonly ciphertext: CiphertextRow | null;
};

/** A token from its creation to today. */
export type TokenLife = {
  readonly plot: TokenPlot;
  readonly id: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly disabledAt: Date | null;
  readonly deleted: { readonly at: Date; readonly by: CastKey } | null;
  /** Oldest first; the last is the current one unless the token is deleted. */
  readonly secrets: readonly SecretLife[];
  /** Hours in which it was disabled and later enabled again. */
  readonly pause: { readonly from: Date; readonly to: Date } | null;
  readonly deeds: readonly Deed[];
};

/** Plays a token's life. Secrets come from the CSPRNG as for any token, and only API keys' are kept, encrypted. */
export function liveToken(
  stage: Stage,
  keys: Pick<Context, "keys" | "config">,
  plot: TokenPlot,
  random: Random,
): TokenLife {
  const { now } = stage;
  const own = plot.type === "personal";
  const createdAt = officeMoment(now, plot.age, random, daysBefore(now, plot.age).getTime());
  const id = stage.id(createdAt);
  const target = { kind: "token", id, name: plot.name };
  const by = (at: Date) => (own ? plot.by : stage.administratorAt(at));
  const fate = plot.fate ?? { kind: "used" };
  const expiresAt = plot.expiresIn === undefined ? null : daysBefore(now, -plot.expiresIn + 0.3);
  const disabledAt = fate.kind === "disabled" ? officeMoment(now, fate.days, random) : null;
  const deletedAt = fate.kind === "deleted" ? officeMoment(now, fate.days, random) : null;
  const end = deletedAt ?? disabledAt ?? (expiresAt !== null && expiresAt < now ? expiresAt : now);

  const secrets = playRotations(stage, keys, plot, random, { id, createdAt, end, deletedAt });
  const deeds: Deed[] = [];
  // Notes and expiry were often added after the fact; the creation then tells of neither.
  const editAge = plot.age - 4;
  const edited =
    !own &&
    plot.notes !== undefined &&
    plot.notes !== "" &&
    editAge * dayMs > now.getTime() - end.getTime() &&
    random.chance(0.45);
  deeds.push({
    at: createdAt,
    actor: plot.by,
    action: "token.create",
    target,
    details: {
      type: plot.type,
      actsAs: plot.actsAs ?? (own ? nameOf(plot.by) : (plot.organization ?? null)),
      ...(own ? { actsAsUserId: stage.people.get(plot.by) } : {}),
      ...(plot.actsAs ? { actsAsUserId: stage.templates.get(plot.actsAs) } : {}),
      ...(plot.organization ? { organizationId: stage.organizations.get(plot.organization)?.id } : {}),
      expiresAt,
      ipAllowList: plot.allow ?? [],
      last4: secrets[0]!.last4,
    },
  });
  if (edited) {
    const at = officeMoment(now, editAge, random, createdAt.getTime() + hourMs);
    deeds.push({
      at,
      actor: by(at),
      action: "token.edit",
      target,
      details: { changed: ["the notes"], before: { notes: "" }, after: { notes: plot.notes } },
    });
  }
  for (const [index, secret] of secrets.entries()) {
    if (index === 0) continue;
    const graceUntil = secrets[index - 1]!.retiresAt;
    deeds.push({
      at: secret.createdAt,
      actor: by(secret.createdAt),
      action: "token.rotate",
      target,
      details: { graceUntil, last4: { before: secrets[index - 1]!.last4, after: secret.last4 } },
    });
  }
  const pause = playPause(plot, now, end, random);
  const toggle = (at: Date, action: "token.disable" | "token.enable") => {
    const last4 = secrets.findLast((secret) => secret.createdAt <= at)?.last4;
    deeds.push({ at, actor: by(at), action, target, details: { last4 } });
  };
  if (pause) {
    toggle(pause.from, "token.disable");
    toggle(pause.to, "token.enable");
  }
  if (disabledAt) toggle(disabledAt, "token.disable");
  const deleted = deletedAt && { at: deletedAt, by: by(deletedAt) };
  if (deleted) {
    const { last4 } = secrets[secrets.length - 1]!;
    const details = { type: plot.type, last4 };
    deeds.push({ at: deleted.at, actor: deleted.by, action: "token.delete", target, details });
  }
  return { plot, id, createdAt, expiresAt, disabledAt, deleted, secrets, pause, deeds };
}

function playRotations(
  stage: Stage,
  keys: Pick<Context, "keys" | "config">,
  plot: TokenPlot,
  random: Random,
  { id, createdAt, end, deletedAt }: { id: string; createdAt: Date; end: Date; deletedAt: Date | null },
): SecretLife[] {
  const { now } = stage;
  const starts: { at: Date; grace: number }[] = [{ at: createdAt, grace: 0 }];
  for (let age = plot.age - (plot.rotates ?? Number.POSITIVE_INFINITY); age > 2; age -= plot.rotates ?? 0) {
    const at = officeMoment(now, age, random);
    if (at < end) starts.push({ at, grace: random.chance(0.4) ? 86_400 : 0 });
  }
  if (plot.fate?.kind === "rotating") {
    starts.push({ at: new Date(now.getTime() - plot.fate.hoursAgo * hourMs), grace: plot.fate.graceSeconds });
  }
  const locator =
    typeRule(plot.type).belongsTo === "organization"
      ? stage.organizations.get(plot.organization ?? "")?.locator
      : undefined;
  return starts.map((start, index) => {
    const next = starts[index + 1];
    const { parsed, row } = mintSecret(keys, plot.type, locator ?? stage.locator, start.at);
    const secretId = stage.id(start.at);
    const retiresAt = next && next.grace > 0 ? new Date(next.at.getTime() + next.grace * 1000) : null;
    const replacedAt = retiresAt ?? next?.at ?? deletedAt;
    const destroyedAt = replacedAt && replacedAt <= now ? replacedAt : null;
    const minted = { parsed, row: { id: secretId } };
    return {
      ...row,
      id: secretId,
      retiresAt,
      destroyedAt,
      ciphertext:
        destroyedAt === null
          ? sealRevealable(keys, { accountId: stage.accountId, tokenId: id }, minted)
          : null,
    };
  });
}

// A few tokens were switched off for a day once, as one does when in doubt.
function playPause(plot: TokenPlot, now: Date, end: Date, random: Random) {
  if (plot.type === "personal" || plot.fate?.kind === "never_used" || plot.age < 60 || !random.chance(0.2))
    return null;
  const lifeDays = plot.age - (now.getTime() - end.getTime()) / dayMs;
  const from = officeMoment(now, plot.age - Math.floor(lifeDays * (0.3 + random.next() * 0.3)), random);
  const to = new Date(from.getTime() + random.whole(1, 30) * hourMs);
  return to < end ? { from, to } : null;
}
