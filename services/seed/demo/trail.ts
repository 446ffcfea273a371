import {
  type Action,
  actions,
  needsReauthentication,
  reauthenticationSecondsMax,
} from "@/domain/access/actions";
import type { CastKey } from "@/services/seed/demo/cast";
import { dayOf } from "@/services/seed/demo/clock";
import { quietDays } from "@/services/seed/demo/people-story";
import type { Random } from "@/services/seed/demo/random";
import { nameOf, type Stage } from "@/services/seed/demo/stage";
import type { Deed } from "@/services/seed/demo/story";

const agents = [
  "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
] as const;

/**
 * The audit rows of an account: its deeds, with the sign-ins and password confirmations that must have come before them.
 */
export function writeTrail(stage: Stage, deeds: readonly Deed[]) {
  const random = stage.random.fork("trail");
  const seats = new Map<CastKey, { ip: string; userAgent: string }>();
  const seatOf = (who: CastKey) => {
    const seat = seats.get(who) ?? {
      ip: `${stage.plot.network}.1.${random.whole(10, 240)}`,
      userAgent: random.pick(agents),
    };
    seats.set(who, seat);
    return seat;
  };
  const all = [...deeds, ...signIns(stage, deeds, random)].sort((a, b) => a.at.getTime() - b.at.getTime());
  return all.map((deed) => {
    const person = typeof deed.actor === "string" ? deed.actor : null;
    const own = person ? seatOf(person) : null;
    const seat = deed.elsewhere
      ? { ip: `203.0.113.${random.whole(2, 250)}`, userAgent: random.pick(agents) }
      : own;
    return {
      id: stage.id(deed.at),
      accountId: stage.accountId,
      at: deed.at,
      actorKind: person ? "user" : (deed.actor as { kind: string }).kind,
      actorId: person ? stage.people.get(person)! : ((deed.actor as { id?: string }).id ?? null),
      actorName: person ? nameOf(person) : (deed.actor as { name: string }).name,
      action: deed.action,
      outcome: deed.outcome ?? "done",
      targetKind: deed.target?.kind ?? null,
      targetId: deed.target?.id ?? null,
      targetName: deed.target?.name ?? null,
      ip: seat?.ip ?? null,
      userAgent: seat?.userAgent ?? null,
      requestId: person ? stage.id(deed.at) : null,
      details: (deed.details ?? {}) as object,
    };
  });
}

const withoutSession = new Set<string>(["user.join", "session.sign_in_failed"]);

// A sign-in before each person's first deed of a day, and the password again where ten minutes had passed.
function signIns(stage: Stage, deeds: readonly Deed[], random: Random): Deed[] {
  const visits = new Map<string, { who: CastKey; deeds: Deed[]; at: Date }>();
  const visit = (who: CastKey, at: Date) => {
    const key = `${who} ${dayOf(at).getTime()}`;
    const found = visits.get(key) ?? { who, deeds: [], at };
    visits.set(key, found);
    if (at < found.at) found.at = at;
    return found;
  };
  for (const deed of deeds) {
    if (typeof deed.actor === "string" && !withoutSession.has(deed.action))
      visit(deed.actor, deed.at).deeds.push(deed);
  }
  for (const day of quietDays(stage)) visit(day.who, day.at);
  return [...visits.values()].flatMap(({ who, deeds: done, at }) => {
    const signIn = new Date(at.getTime() - random.whole(1, 25) * 60_000);
    const extra: Deed[] = [{ at: signIn, actor: who, action: "session.sign_in" }];
    let proven = signIn.getTime();
    for (const deed of done.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
      if (!guarded(deed) || deed.at.getTime() - proven <= reauthenticationSecondsMax * 1000) continue;
      const confirmed = new Date(deed.at.getTime() - random.whole(4, 40) * 1000);
      proven = confirmed.getTime();
      extra.push({ at: confirmed, actor: who, action: "session.reauthenticate" });
    }
    return extra;
  });
}

function guarded(deed: Deed): boolean {
  const personal = deed.action === "token.create" && deed.details?.type === "personal";
  const action = personal ? "personal_token.create" : deed.action;
  return action in actions && needsReauthentication(action as Action);
}
