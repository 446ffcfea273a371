import type { CastKey } from "@/services/seed/demo/cast";
import { cast } from "@/services/seed/demo/cast";
import { daysBefore, hourMs, officeMoment } from "@/services/seed/demo/clock";
import { isMemberAt, nameOf, type Stage } from "@/services/seed/demo/stage";
import type { Deed } from "@/services/seed/demo/story";

/** How the account came to be: its people, template users, organizations. */
export function tellOfPeople(stage: Stage): Deed[] {
  const { plot, now } = stage;
  const random = stage.random.fork("people");
  const shell = { kind: "cli", name: "Command line" } as const;
  const founder = plot.members[0]!.who;
  const founded = daysBefore(now, plot.age);
  const deeds: Deed[] = [
    {
      at: founded,
      actor: shell,
      action: "account.create",
      target: { kind: "account", id: stage.accountId, name: plot.name },
      details: { plan: plot.lowered?.from ?? plot.plan },
    },
  ];
  if (plot.lowered) {
    const limits = { licensedAssets: plot.licensedAssets };
    deeds.push({
      at: daysBefore(now, plot.lowered.days),
      actor: shell,
      action: "account.change_limits",
      target: { kind: "account", id: stage.accountId, name: plot.name },
      details: { before: { plan: plot.lowered.from, ...limits }, after: { plan: plot.plan, ...limits } },
    });
  }
  for (const member of plot.members) {
    const target = { kind: "user", id: stage.people.get(member.who)!, name: nameOf(member.who) };
    const { email } = cast[member.who];
    const invitedAt = new Date(daysBefore(now, member.age).getTime() + hourMs);
    const joinedAt = new Date(invitedAt.getTime() + random.whole(1, 20) * hourMs);
    const actor = member.who === founder ? shell : founder;
    // The first administrator was given all permissions at once; the others theirs after they had come.
    const first = member.who === founder ? (member.permissions ?? []) : [];
    const invitation = { kind: "invitation", id: stage.id(invitedAt), name: email };
    const joined = { role: member.role, permissions: first };
    deeds.push({
      at: invitedAt,
      actor,
      action: "user.invite",
      target: invitation,
      details: { ...joined, expiresAt: daysBefore(invitedAt, -7), replaced: 0 },
    });
    deeds.push({
      at: joinedAt,
      actor: member.who,
      action: "user.join",
      target,
      details: { ...joined, email },
    });
    if (member.permissions && member.who !== founder) {
      const at = new Date(joinedAt.getTime() + hourMs);
      const details = { before: [], after: member.permissions };
      deeds.push({ at, actor: founder, action: "user.change_permissions", target, details });
    }
    if (member.left !== undefined) {
      const at = daysBefore(now, member.left);
      deeds.push({
        at,
        actor: stage.administratorAt(at),
        action: "user.disable",
        target,
        details: { sessions: random.whole(1, 3), cancelledLinks: 0 },
      });
    }
  }
  for (const template of plot.templates) {
    const at = new Date(daysBefore(now, template.age).getTime() + 2 * hourMs);
    const target = { kind: "template_user", id: stage.templates.get(template.name)!, name: template.name };
    const details = { permissions: template.permissions };
    deeds.push({ at, actor: founder, action: "template_user.create", target, details });
  }
  for (const [name, organization] of stage.organizations) {
    const target = { kind: "organization", id: organization.id, name };
    deeds.push({
      at: organization.createdAt,
      actor: stage.administratorAt(organization.createdAt),
      action: "organization.create",
      target,
    });
  }
  return [...deeds, ...tellOfOddities(stage)];
}

/** What else a trail holds over a year: exports by auditors, wrong passwords, refusals. */
function tellOfOddities(stage: Stage): Deed[] {
  const { plot, now } = stage;
  const random = stage.random.fork("oddities");
  const deeds: Deed[] = [];
  const presentAt = (at: Date) => plot.members.filter((member) => isMemberAt(member, at, now));
  for (let age = plot.age - 30; age > 0; age -= random.whole(3, 9)) {
    const at = officeMoment(now, age, random);
    const someone = random.pick(presentAt(at).length > 0 ? presentAt(at) : plot.members.slice(0, 1));
    const roll = random.next();
    if (roll < 0.45) {
      const details = { reason: "wrong e-mail or password, or disabled" };
      const elsewhere = random.chance(0.5);
      deeds.push({
        at,
        actor: someone.who,
        action: "session.sign_in_failed",
        outcome: "refused",
        details,
        elsewhere,
      });
    } else if (someone.role === "member") {
      const attempted = random.pick(["token.view", "user.view", "audit.view"] as const);
      deeds.push({
        at,
        actor: someone.who,
        action: "access.refused",
        outcome: "refused",
        details: { attempted },
      });
    } else {
      const count = Math.max(3, Math.round(plot.tokens.length * (1 - age / 420)));
      deeds.push({ at, actor: someone.who, action: "token.export", details: { count } });
    }
  }
  return deeds;
}

/** Days on which somebody signed in without leaving another trace. */
export function quietDays(stage: Stage): { who: CastKey; at: Date }[] {
  const random = stage.random.fork("quiet");
  const often = { administrator: 0.45, auditor: 0.06, member: 0.2 };
  return stage.plot.members.flatMap((member) => {
    const days: { who: CastKey; at: Date }[] = [];
    for (let age = member.age - 2; age > (member.left ?? 0.2); age -= 1) {
      if (random.chance(often[member.role]))
        days.push({ who: member.who, at: officeMoment(stage.now, age, random) });
    }
    return days;
  });
}
