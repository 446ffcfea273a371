import { v7 as uuidv7 } from "uuid";
import { randomBase62 } from "@/domain/tokens/alphabet";
import { locatorLength } from "@/domain/tokens/sealed-string";
import { type CastKey, cast } from "@/services/seed/demo/cast";
import { daysBefore } from "@/services/seed/demo/clock";
import type { MemberPlot, Plot } from "@/services/seed/demo/plot";
import { createRandom, type Random } from "@/services/seed/demo/random";

/** An account of the demo with its ids, before any row is written. */
export type Stage = {
  readonly plot: Plot;
  readonly now: Date;
  readonly random: Random;
  readonly accountId: string;
  readonly locator: string;
  readonly organizations: ReadonlyMap<
    string,
    { readonly id: string; readonly locator: string; readonly createdAt: Date }
  >;
  readonly templates: ReadonlyMap<string, string>;
  readonly people: ReadonlyMap<CastKey, string>;
  /** A UUIDv7 of that moment: rows sort as they happened. */
  id(at: Date): string;
  /** An administrator who was one at that moment. */
  administratorAt(at: Date): CastKey;
};

/** Sets up one account. `people` are shared by all accounts: one person may work in several. */
export function createStage(plot: Plot, people: ReadonlyMap<CastKey, string>, now: Date): Stage {
  const random = createRandom(plot.key);
  const ids = random.fork("ids");
  const id = (at: Date) => uuidv7({ msecs: at.getTime(), random: ids.bytes(16) });
  const locator = () => randomBase62(locatorLength, (size) => ids.bytes(size));
  const administrators = plot.members.filter((member) => member.role === "administrator");
  const choice = random.fork("administrators");
  return {
    plot,
    now,
    random,
    accountId: id(daysBefore(now, plot.age)),
    locator: locator(),
    organizations: new Map(
      plot.organizations.map((organization) => {
        const createdAt = daysBefore(now, organization.age);
        return [organization.name, { id: id(createdAt), locator: locator(), createdAt }];
      }),
    ),
    templates: new Map(plot.templates.map((template) => [template.name, id(daysBefore(now, template.age))])),
    people,
    id,
    administratorAt: (at) => {
      const present = administrators.filter((member) => isMemberAt(member, at, now));
      return choice.pick(present.length > 0 ? present : administrators.slice(0, 1)).who;
    },
  };
}

/** True while the membership had begun and not yet ended. */
export function isMemberAt(member: MemberPlot, at: Date, now: Date): boolean {
  const joined = daysBefore(now, member.age - 1);
  return joined <= at && (member.left === undefined || at < daysBefore(now, member.left));
}

/** A person's name as it stands in rows. */
export function nameOf(who: CastKey): string {
  return cast[who].name;
}
