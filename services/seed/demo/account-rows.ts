import type { Context } from "@/services/kernel/context";
import { type CallerRow, listCallers } from "@/services/seed/demo/callers";
import { cast } from "@/services/seed/demo/cast";
import { clientLives } from "@/services/seed/demo/clients";
import { daysBefore, hourMs } from "@/services/seed/demo/clock";
import { gatewayLives, relayedCalls, strayCalls } from "@/services/seed/demo/gateways";
import { lastSessions } from "@/services/seed/demo/last-sessions";
import { tellOfPeople } from "@/services/seed/demo/people-story";
import type { Plot } from "@/services/seed/demo/plot";
import { playReview } from "@/services/seed/demo/review-story";
import { createStage, nameOf, type Stage } from "@/services/seed/demo/stage";
import { liveToken, type TokenLife } from "@/services/seed/demo/token-life";
import { type HourCount, type TokenUsage, useToken } from "@/services/seed/demo/token-usage";
import { writeTrail } from "@/services/seed/demo/trail";

/** Every row of one account of the demo, ready to be inserted in this order. */
export function makeAccountRows(
  plot: Plot,
  people: Parameters<typeof createStage>[1],
  keys: Pick<Context, "keys" | "config">,
  now: Date,
) {
  const stage = createStage(plot, people, now);
  const played = plot.tokens.map((token, index) => {
    const random = stage.random.fork(`token/${index}`);
    const life = liveToken(stage, keys, token, random);
    const usage = useToken(life, now, ownerLeft(stage, life), random.fork("usage"));
    return { life, usage, callers: listCallers(life.id, token, usage, plot.network, random.fork("callers")) };
  });
  const gateways = gatewayLives(stage, keys);
  const clients = clientLives(stage, keys);
  const obtained = clients.flatMap(({ tokens }) => tokens);
  const reviews = (plot.reviews ?? []).map((review) => playReview(stage, review, played));
  const deeds = [
    ...tellOfPeople(stage),
    ...played.flatMap(({ life }) => life.deeds),
    ...gateways.map(({ deed }) => deed),
    ...clients.flatMap((client) => client.deeds),
    ...reviews.flatMap((review) => review.deeds),
  ];
  const events = writeTrail(stage, deeds);
  return {
    account: {
      id: stage.accountId,
      locator: stage.locator,
      name: plot.name,
      plan: plot.plan,
      licensedAssets: plot.licensedAssets,
      createdAt: daysBefore(now, plot.age),
    },
    templates: plot.templates.map((template) => ({
      id: stage.templates.get(template.name)!,
      kind: "template" as const,
      name: template.name,
      createdAt: daysBefore(now, template.age),
    })),
    memberships: membershipRows(stage),
    organizations: plot.organizations.map((organization) => ({
      ...stage.organizations.get(organization.name)!,
      accountId: stage.accountId,
      name: organization.name,
      description: organization.description ?? "",
    })),
    clients: clients.map(({ client }) => client),
    tokens: [
      ...played.map(({ life }) => tokenRow(stage, life)),
      ...gateways.map(({ token }) => token),
      ...obtained.map(({ token }) => token),
    ],
    secrets: [
      ...played.flatMap(({ life }) =>
        life.secrets.map(({ ciphertext, ...secret }) => ({ ...secret, tokenId: life.id })),
      ),
      ...gateways.map(({ secret }) => secret),
      ...obtained.map(({ secret }) => secret),
    ],
    ciphertexts: played.flatMap(({ life }) => life.secrets.flatMap(({ ciphertext }) => ciphertext ?? [])),
    defaultKeys: defaultKeys(
      stage,
      played.map(({ life }) => life),
    ),
    activity: [
      ...played.map(({ life, usage, callers }) => activityRow(stage, life, usage, callers)),
      ...gateways.map(({ activity }) => activity),
      ...obtained.map(({ activity }) => activity),
    ],
    callers: [...played.flatMap(({ callers }) => callers), ...obtained.map(({ caller }) => caller)],
    hours: [
      ...played.flatMap(({ usage }) => usage.hours),
      ...obtained.map(({ hour }) => hour),
    ] as HourCount[],
    days: sumDays(stage, [...played.map(({ usage }) => usage), ...obtained]),
    gateways: gateways.map(({ gateway }) => gateway),
    gatewayHours: [
      ...gateways.flatMap(({ gateway }, index) => strayCalls(stage, gateway.id, plot.gateways[index]!)),
      ...relayedCalls(
        gateways.map(({ gateway }) => gateway.id),
        played.flatMap(({ usage }) => usage.hours),
      ),
    ],
    reviews: reviews.map(({ deeds: _, ...rows }) => rows),
    events,
    sessions: lastSessions(stage, events),
  };
}

export type AccountRows = ReturnType<typeof makeAccountRows>;

function ownerLeft(stage: Stage, life: TokenLife): Date | null {
  if (life.plot.type !== "personal") return null;
  const left = stage.plot.members.find((member) => member.who === life.plot.by)?.left;
  return left === undefined ? null : daysBefore(stage.now, left);
}

function membershipRows(stage: Stage) {
  const { plot, now, accountId } = stage;
  const members = plot.members.map((member) => ({
    userId: stage.people.get(member.who)!,
    accountId,
    role: member.role,
    permissions: [...(member.permissions ?? [])],
    createdAt: new Date(daysBefore(now, member.age).getTime() + hourMs),
    disabledAt: member.left === undefined ? null : daysBefore(now, member.left),
  }));
  const templates = plot.templates.map((template) => ({
    userId: stage.templates.get(template.name)!,
    accountId,
    role: "member" as const,
    permissions: [...template.permissions],
    createdAt: daysBefore(now, template.age),
    disabledAt: null,
  }));
  return [...members, ...templates];
}

// An organization's first key is its default for as long as it lives.
function defaultKeys(stage: Stage, lives: readonly TokenLife[]) {
  const keys = lives.filter(({ plot }) => plot.type === "api_key");
  return [...stage.organizations].flatMap(([name, { id }]) => {
    const own = keys.filter(({ plot }) => plot.organization === name);
    const first = own.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime())[0];
    return first === undefined || first.deleted ? [] : [{ organizationId: id, tokenId: first.id }];
  });
}

function tokenRow(stage: Stage, life: TokenLife) {
  const { plot } = life;
  const current = life.secrets[life.secrets.length - 1]!;
  const actsAs = plot.actsAs ? stage.templates.get(plot.actsAs) : undefined;
  return {
    id: life.id,
    accountId: stage.accountId,
    organizationId: plot.organization ? stage.organizations.get(plot.organization)!.id : null,
    type: plot.type,
    name: plot.name,
    notes: plot.notes ?? "",
    actsAsUserId: plot.type === "personal" ? stage.people.get(plot.by)! : (actsAs ?? null),
    createdById: stage.people.get(plot.by)!,
    createdByName: cast[plot.by].name,
    createdAt: life.createdAt,
    updatedAt: new Date(Math.max(...life.deeds.map((deed) => deed.at.getTime()))),
    disabledAt: life.disabledAt,
    expiresAt: life.expiresAt,
    ipAllowList: [...(plot.allow ?? [])],
    prefix: current.prefix,
    last4: current.last4,
    deletedAt: life.deleted?.at ?? null,
    deletedById: life.deleted ? stage.people.get(life.deleted.by)! : null,
    deletedByName: life.deleted ? nameOf(life.deleted.by) : null,
  };
}

function activityRow(stage: Stage, life: TokenLife, usage: TokenUsage, callers: readonly CallerRow[]) {
  const latest = callers.reduce<CallerRow | null>(
    (found, caller) => (found === null || caller.lastSeenAt >= found.lastSeenAt ? caller : found),
    null,
  );
  return {
    tokenId: life.id,
    accountId: stage.accountId,
    firstUsedAt: usage.first,
    lastUsedAt: latest?.lastSeenAt ?? null,
    lastIp: latest?.ip ?? null,
    lastAgent: latest?.agent ?? null,
    total: BigInt(usage.total),
  };
}

function sumDays(stage: Stage, usages: readonly Pick<TokenUsage, "days">[]) {
  const sums = new Map<number, number>();
  for (const usage of usages)
    for (const [day, count] of usage.days) sums.set(day, (sums.get(day) ?? 0) + count);
  return [...sums].map(([day, count]) => ({
    accountId: stage.accountId,
    day: new Date(day),
    count: BigInt(count),
  }));
}
