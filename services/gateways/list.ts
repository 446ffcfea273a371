import type { ListedGateway } from "@/domain/gateways/gateway-views";
import { done, type Result } from "@/domain/result";
import type { Prisma } from "@/prisma/client/client";
import { loadAnswers } from "@/services/gateways/answers";
import { gatewaySummaryInclude, toGatewaySummary } from "@/services/gateways/summary";
import { visibleGateways } from "@/services/gateways/visible";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";

/** More than an account may have, beside those of the deployment; the list is not paged, but it has an end. */
const gatewaysMax = 500;

/** The gateways that the actor's account has or is served by, newest first. Refuses: unauthenticated, forbidden. */
export async function listGateways(
  context: Context,
  options: { accountId?: string } = {},
): Promise<Result<ListedGateway[]>> {
  return read(
    context,
    "gateway.view",
    async ({ accountId, now }) => done(await findGateways(context, visibleGateways(accountId), now)),
    options,
  );
}

/** The gateways that match, newest first, with what they were told; the caller has authorised. */
export async function findGateways(
  { db }: Pick<Context, "db">,
  where: Prisma.GatewayWhereInput,
  now: Date,
): Promise<ListedGateway[]> {
  const rows = await db.gateway.findMany({
    where,
    include: gatewaySummaryInclude(now),
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: gatewaysMax,
  });
  const answersOf = await loadAnswers(
    db,
    rows.map(({ id }) => id),
    now,
  );
  return rows.map((row) => ({ ...toGatewaySummary(row), answers: answersOf(row.id) }));
}
