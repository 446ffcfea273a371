import type { Context } from "@/services/kernel/context";
import { daysBefore, hourMs, hourOf } from "@/services/seed/demo/clock";
import type { GatewayPlot } from "@/services/seed/demo/plot";
import { nameOf, type Stage } from "@/services/seed/demo/stage";
import type { Deed } from "@/services/seed/demo/story";
import { hourlyDays } from "@/services/seed/demo/token-usage";
import { hoursBetween } from "@/services/seed/demo/traffic";
import { mintSecret } from "@/services/tokens/mint-secret";

/** The gateways of an account with their tokens; each was used a moment ago. */
export function gatewayLives(stage: Stage, keys: Pick<Context, "keys" | "config">) {
  const random = stage.random.fork("gateways");
  return stage.plot.gateways.map((plot) => {
    const createdAt = new Date(daysBefore(stage.now, plot.age).getTime() + 3 * hourMs);
    const [id, tokenId, secretId] = [stage.id(createdAt), stage.id(createdAt), stage.id(createdAt)];
    const { row } = mintSecret(keys, "gateway", stage.locator, createdAt);
    const lastUsedAt = new Date(stage.now.getTime() - random.whole(2, 50) * 1000);
    const createdByName = nameOf(plot.by);
    const shared = { accountId: stage.accountId, createdAt, createdByName, name: plot.name };
    return {
      gateway: { ...shared, id, tokenId, kind: plot.kind, forDeployment: plot.forDeployment ?? false },
      token: {
        ...shared,
        id: tokenId,
        type: "gateway" as const,
        createdById: stage.people.get(plot.by)!,
        updatedAt: createdAt,
        prefix: row.prefix,
        last4: row.last4,
      },
      secret: { ...row, id: secretId, tokenId },
      activity: {
        tokenId,
        accountId: stage.accountId,
        firstUsedAt: new Date(createdAt.getTime() + hourMs),
        lastUsedAt,
        lastIp: `${stage.plot.network}.0.${random.whole(2, 9)}`,
        lastAgent: "",
        total: BigInt(plot.age * random.whole(9000, 30_000)),
      },
      deed: {
        at: createdAt,
        actor: plot.by,
        action: "gateway.create",
        target: { kind: "gateway", id, name: plot.name },
        details: { kind: plot.kind, forDeployment: plot.forDeployment ?? false },
      } satisfies Deed,
    };
  });
}

/** Calls that named no token we know, by the hour. */
export function strayCalls(stage: Stage, gatewayId: string, plot: GatewayPlot) {
  const random = stage.random.fork(`stray/${plot.name}`);
  const from = hourOf(daysBefore(stage.now, hourlyDays));
  const rows: { gatewayId: string; hour: Date; verdict: string; count: number }[] = [];
  for (const hour of hoursBetween(from, hourOf(stage.now))) {
    for (const [verdict, share] of [
      ["unknown", 0.5],
      ["missing", 0.35],
      ["malformed", 0.15],
    ] as const) {
      const count = Math.round((plot.strayPerDay / 24) * share * random.next() * 2);
      if (count > 0) rows.push({ gatewayId, hour, verdict, count });
    }
  }
  return rows;
}

type Hour = { readonly hour: Date; readonly verdict: string; readonly count: number };

/** What the gateways of an account were told of its tokens: all their calls, in equal parts. */
export function relayedCalls(gatewayIds: readonly string[], hours: readonly Hour[]) {
  const sums = new Map<string, Hour>();
  for (const { hour, verdict, count } of hours) {
    const key = `${hour.getTime()}|${verdict}`;
    sums.set(key, { hour, verdict, count: (sums.get(key)?.count ?? 0) + count });
  }
  return gatewayIds.flatMap((gatewayId) =>
    [...sums.values()]
      .map((sum) => ({ ...sum, gatewayId, count: Math.round(sum.count / gatewayIds.length) }))
      .filter(({ count }) => count > 0),
  );
}
