import { dayMs, dayOf, daysBefore, hourMs, hourOf } from "@/services/seed/demo/clock";
import type { Random } from "@/services/seed/demo/random";
import type { SecretLife, TokenLife } from "@/services/seed/demo/token-life";
import { daysBetween, drawDay, drawHour, hoursBetween } from "@/services/seed/demo/traffic";

/** Usage is kept by the hour for so many days, by the day for a year. */
export const hourlyDays = 60;

export type HourCount = {
  readonly tokenId: string;
  readonly hour: Date;
  readonly verdict: string;
  readonly count: number;
};
export type SecretUsage = { readonly secretId: string; readonly first: Date; last: Date; total: number };

export type TokenUsage = {
  readonly hours: readonly HourCount[];
  /** UTC midnight in ms → valid calls. */
  readonly days: ReadonlyMap<number, number>;
  readonly secrets: readonly SecretUsage[];
  readonly first: Date | null;
  readonly last: Date | null;
  readonly total: number;
};

/** When nobody called any more, or now. */
function silentFrom(life: TokenLife, now: Date, ownerLeft: Date | null): Date {
  const fate = life.plot.fate;
  const ends = [
    now,
    life.disabledAt,
    life.deleted?.at,
    life.expiresAt,
    ownerLeft,
    fate?.kind === "idle" ? daysBefore(now, fate.days) : null,
  ];
  return new Date(
    Math.min(...ends.filter((end): end is Date => end instanceof Date).map((end) => end.getTime())),
  );
}

/** Plays a token's calls; the hours, days, secrets and total agree with one another. */
export function useToken(life: TokenLife, now: Date, ownerLeft: Date | null, random: Random): TokenUsage {
  const { traffic } = life.plot;
  if (traffic === undefined || life.plot.fate?.kind === "never_used") {
    return { hours: [], days: new Map(), secrets: [], first: null, last: null, total: 0 };
  }
  const end = silentFrom(life, now, ownerLeft);
  const start = new Date(life.createdAt.getTime() + 20 * 60_000);
  const hourlyFrom = dayOf(daysBefore(now, hourlyDays));
  const book = new Book(life, random);
  for (const day of daysBetween(
    dayOf(new Date(start.getTime() + dayMs)),
    new Date(Math.min(hourlyFrom.getTime(), dayOf(end).getTime())),
  )) {
    book.add(day, dayMs, drawDay(traffic, day, (now.getTime() - day.getTime()) / dayMs, random));
  }
  const firstHour = new Date(Math.max(hourOf(start).getTime() + hourMs, hourlyFrom.getTime()));
  for (const hour of hoursBetween(firstHour, new Date(hourOf(end).getTime() + hourMs))) {
    const elapsed = Math.min(1, (end.getTime() - hour.getTime()) / hourMs);
    const count = Math.round(
      drawHour(traffic, hour, (now.getTime() - hour.getTime()) / dayMs, random) * elapsed,
    );
    const paused = life.pause && hour >= life.pause.from && hour < life.pause.to;
    if (count > 0) book.addHour(hour, paused ? "disabled" : "valid", count, Math.floor(elapsed * hourMs));
  }
  book.addAftermath(end, now, traffic.perDay);
  return book.close();
}

class Book {
  private readonly hours: HourCount[] = [];
  private readonly days = new Map<number, number>();
  private readonly secrets = new Map<string, SecretUsage>();
  private first: Date | null = null;
  private last: Date | null = null;
  private total = 0;

  constructor(
    private readonly life: TokenLife,
    private readonly random: Random,
  ) {}

  /** Valid calls between `at` and `at + length`. */
  add(at: Date, length: number, count: number): void {
    if (count <= 0) return;
    const day = dayOf(at).getTime();
    this.days.set(day, (this.days.get(day) ?? 0) + count);
    this.total += count;
    const moment = (share: number) => new Date(at.getTime() + Math.floor(length * share));
    const first = moment(0.1 + this.random.next() * 0.4);
    const end = moment(0.6 + this.random.next() * 0.39);
    this.first ??= first;
    this.last = end;
    let rest = count;
    for (const { secret, share } of this.sharesAt(at)) {
      const part = Math.min(rest, Math.ceil(count * share));
      rest -= part;
      if (part === 0) continue;
      const last = share < 0.5 ? moment(0.55) : end;
      const usage = this.secrets.get(secret.id);
      if (usage) {
        usage.total += part;
        usage.last = last;
      } else this.secrets.set(secret.id, { secretId: secret.id, first, last, total: part });
    }
  }

  addHour(hour: Date, verdict: string, count: number, elapsedMs: number): void {
    const { trouble } = this.life.plot;
    if (verdict === "valid" && trouble && this.random.chance(0.6)) {
      const refused = Math.round(count * trouble.share * this.random.next() * 2);
      if (refused > 0) this.hours.push(this.row(hour, trouble.verdict, refused));
    }
    this.hours.push(this.row(hour, verdict, count));
    if (verdict === "valid") this.add(hour, elapsedMs, count);
  }

  // Callers do not stop at once: for some days they are refused, with the reason that the token then has.
  addAftermath(end: Date, now: Date, perDay: number): void {
    const { life } = this;
    const verdict = life.deleted
      ? "revoked"
      : life.disabledAt
        ? "disabled"
        : life.expiresAt && life.expiresAt <= now
          ? "expired"
          : null;
    const stop = Math.min(now.getTime(), end.getTime() + 6 * dayMs);
    if (verdict === null || stop < now.getTime() - hourlyDays * dayMs) return;
    for (const hour of hoursBetween(new Date(hourOf(end).getTime() + hourMs), hourOf(new Date(stop)))) {
      if (this.random.chance(0.3))
        this.hours.push(this.row(hour, verdict, this.random.whole(1, 2 + Math.ceil(perDay / 200))));
    }
  }

  close(): TokenUsage {
    const { hours, days, first, last, total } = this;
    return { hours, days, secrets: [...this.secrets.values()], first, last, total };
  }

  private row(hour: Date, verdict: string, count: number): HourCount {
    return { tokenId: this.life.id, hour, verdict, count };
  }

  /** The secrets that worked at `at`; in a grace period most callers have moved to the new one. */
  private sharesAt(at: Date): { secret: SecretLife; share: number }[] {
    const { secrets } = this.life;
    const index = Math.max(
      0,
      secrets.findLastIndex((secret) => secret.createdAt <= at),
    );
    const current = secrets[index]!;
    const before = secrets[index - 1];
    if (before?.retiresAt && before.retiresAt > at)
      return [
        { secret: current, share: 0.9 },
        { secret: before, share: 0.1 },
      ];
    return [{ secret: current, share: 1 }];
  }
}
