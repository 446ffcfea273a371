import { z } from "zod";
import { done, type Result } from "@/domain/result";
import { type GatewaySummary, gatewaySummaryInclude, toGatewaySummary } from "@/services/gateways/summary";
import { visibleGateways } from "@/services/gateways/visible";
import { read, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";

const loadInput = z.object({ gatewayId: z.uuid({ error: "Name the gateway by its id." }) });

/** A gateway with the calls that named no token of ours, by hour and verdict. */
export type GatewayDetails = GatewaySummary & {
  readonly refusals: readonly { readonly hour: Date; readonly verdict: string; readonly count: number }[];
};

const refusalHours = 48;

/** One gateway. Refuses: invalid_input, unauthenticated, forbidden, not_found. */
export async function loadGateway(context: Context, input: unknown): Promise<Result<GatewayDetails>> {
  const parsed = parseInput(loadInput, input);
  if (!parsed.ok) return parsed;
  const id = parsed.value.gatewayId;
  return read(context, "gateway.view", async ({ accountId, now }) => {
    const row = await context.db.gateway.findFirst({
      where: { id, ...visibleGateways(accountId) },
      include: gatewaySummaryInclude,
    });
    if (row === null) return refuseWith("not_found", "There is no such gateway.");
    const refusals = await context.db.gatewayHour.findMany({
      where: { gatewayId: id, hour: { gte: new Date(now.getTime() - refusalHours * 3_600_000) } },
      orderBy: [{ hour: "asc" }, { verdict: "asc" }],
    });
    return done({
      ...toGatewaySummary(row, now),
      refusals: refusals.map(({ hour, verdict, count }) => ({ hour, verdict, count: Number(count) })),
    });
  });
}
