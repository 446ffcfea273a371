import { makeClientId } from "@/domain/oauth/client-credentials";
import { clientTokenSeconds } from "@/domain/oauth/client-tokens";
import { mintClientSecret } from "@/services/api-clients/mint-client-secret";
import type { Context } from "@/services/kernel/context";
import { dayOf, daysBefore, hourMs, hourOf, officeMoment } from "@/services/seed/demo/clock";
import type { ClientPlot } from "@/services/seed/demo/plot";
import type { Random } from "@/services/seed/demo/random";
import { nameOf, type Stage } from "@/services/seed/demo/stage";
import type { Deed } from "@/services/seed/demo/story";
import { mintSecret } from "@/services/tokens/mint-secret";

const minuteMs = 60_000;
/** Minutes ago at which a client in use obtained a token: the last one works still, as the first ones do not. */
const obtainedMinutesAgo = [171, 118, 66, 12] as const;

/** The API clients of an account, with the tokens that they obtained in the last hours. */
export function clientLives(stage: Stage, keys: Pick<Context, "keys" | "config">) {
  return (stage.plot.clients ?? []).map((plot, index) => {
    const random = stage.random.fork(`client/${index}`);
    const { now, accountId } = stage;
    const createdAt = officeMoment(now, plot.age, random, daysBefore(now, plot.age).getTime());
    const id = stage.id(createdAt);
    const target = { kind: "api_client", id, name: plot.name };
    const clientId = makeClientId((size) => random.bytes(size));
    const { row } = mintClientSecret(keys, stage.locator);
    const disabledAt = plot.disabled === undefined ? null : officeMoment(now, plot.disabled, random);
    const tokens =
      plot.agent === undefined || disabledAt
        ? []
        : obtainedMinutesAgo.map((minutes) =>
            obtain(stage, keys, { id, name: plot.name, agent: plot.agent ?? "" }, minutes, random),
          );
    const lastUsedAt = disabledAt ?? tokens.at(-1)?.token.createdAt ?? null;
    return {
      client: {
        ...row,
        id,
        accountId,
        clientId,
        name: plot.name,
        notes: plot.notes ?? "",
        createdAt,
        createdById: stage.people.get(plot.by)!,
        createdByName: nameOf(plot.by),
        updatedAt: disabledAt ?? createdAt,
        disabledAt,
        lastUsedAt: plot.agent === undefined ? null : lastUsedAt,
      },
      tokens,
      deeds: [
        {
          at: createdAt,
          actor: plot.by,
          action: "api_client.create",
          target,
          details: { clientId, last4: row.last4 },
        },
        ...(disabledAt
          ? [
              {
                at: disabledAt,
                actor: stage.administratorAt(disabledAt),
                action: "api_client.disable" as const,
                target,
              },
            ]
          : []),
        ...tokens.map(({ deed }) => deed),
      ] satisfies Deed[],
    };
  });
}

function obtain(
  stage: Stage,
  keys: Pick<Context, "keys" | "config">,
  client: { id: string; name: string; agent: NonNullable<ClientPlot["agent"]> },
  minutesAgo: number,
  random: Random,
) {
  const { now, accountId } = stage;
  const createdAt = new Date(now.getTime() - minutesAgo * minuteMs - random.whole(1, 50) * 1000);
  const expiresAt = new Date(createdAt.getTime() + clientTokenSeconds * 1000);
  const [id, secretId] = [stage.id(createdAt), stage.id(createdAt)];
  const { row } = mintSecret(keys, "account", stage.locator, createdAt);
  const total = random.whole(8, 40);
  const firstUsedAt = new Date(createdAt.getTime() + random.whole(2, 9) * 1000);
  const lastUsedAt = new Date(Math.min(createdAt.getTime() + 0.8 * hourMs, now.getTime() - minuteMs));
  const ip = `${stage.plot.network}.7.${random.whole(2, 20)}`;
  const { agent } = client;
  return {
    token: {
      id,
      accountId,
      apiClientId: client.id,
      type: "account" as const,
      name: client.name,
      createdByName: client.name,
      createdAt,
      updatedAt: createdAt,
      expiresAt,
      prefix: row.prefix,
      last4: row.last4,
    },
    secret: { ...row, id: secretId, tokenId: id },
    activity: {
      tokenId: id,
      accountId,
      firstUsedAt,
      lastUsedAt,
      lastIp: ip,
      lastAgent: agent,
      total: BigInt(total),
    },
    caller: {
      tokenId: id,
      secretId,
      ip,
      agent,
      firstSeenAt: firstUsedAt,
      lastSeenAt: lastUsedAt,
      total: BigInt(total),
    },
    hour: { tokenId: id, hour: hourOf(createdAt), verdict: "valid", count: total },
    days: new Map([[dayOf(createdAt).getTime(), total]]),
    deed: {
      at: createdAt,
      actor: { kind: "client", name: client.name, id: client.id },
      action: "token.issue",
      target: { kind: "token", id, name: client.name },
      details: { expiresAt, last4: row.last4 },
    } satisfies Deed,
  };
}
