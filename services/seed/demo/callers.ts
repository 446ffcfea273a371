import type { TokenPlot } from "@/services/seed/demo/plot";
import type { Random } from "@/services/seed/demo/random";
import type { SecretUsage, TokenUsage } from "@/services/seed/demo/token-usage";

export type CallerRow = {
  readonly tokenId: string;
  readonly secretId: string;
  readonly ip: string;
  readonly agent: string;
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
  readonly total: bigint;
};

/** Who called with each secret of a token; totals and last calls agree with its usage. The first caller called last. */
export function listCallers(
  tokenId: string,
  plot: TokenPlot,
  usage: TokenUsage,
  network: string,
  random: Random,
): CallerRow[] {
  const agent = plot.traffic?.agent ?? "curl/8.5.0";
  const base = plot.allow?.[0]?.replace(/\.\d+\/\d+$/, "") ?? `${network}.${random.whole(1, 9)}`;
  const start = random.whole(4, 180);
  const addresses = Array.from(
    { length: plot.traffic?.callers ?? 1 },
    (_, index) => `${base}.${start + index}`,
  );
  return usage.secrets.flatMap((secret) => {
    const shares = split(secret, addresses.length);
    return shares.map((total, index) => ({
      tokenId,
      secretId: secret.secretId,
      ip: addresses[index]!,
      agent,
      firstSeenAt: secret.first,
      lastSeenAt: index === 0 ? secret.last : between(secret, random),
      total: BigInt(total),
    }));
  });
}

function split(secret: SecretUsage, parts: number): number[] {
  const callers = Math.max(1, Math.min(parts, secret.total));
  const each = Math.floor(secret.total / (callers + 1));
  return Array.from({ length: callers }, (_, index) =>
    index === 0 ? secret.total - each * (callers - 1) : Math.max(1, each),
  );
}

function between(secret: SecretUsage, random: Random): Date {
  const span = secret.last.getTime() - secret.first.getTime();
  const back = Math.min(span, Math.floor(random.next() * random.next() * 3 * 86_400_000));
  return new Date(secret.last.getTime() - back);
}
