import { z } from "zod";
import type { AuditTarget } from "@/domain/audit/audit-views";
import { done, type Result } from "@/domain/result";
import { nameSearch } from "@/services/audit/name-search";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { takenLiterally } from "@/services/kernel/page-of";
import { parseInput } from "@/services/kernel/parse";

const perKind = 6;

const input = z.object({ q: nameSearch });

/**
 * What events can be about, by a piece of its name: tokens (deleted ones too, also by their last characters), people and template users,
 * organizations, API clients and gateways of the account. Refuses: invalid_input, forbidden.
 */
export async function findAuditTargets(context: Context, given: unknown): Promise<Result<AuditTarget[]>> {
  const parsed = parseInput(input, given);
  if (!parsed.ok) return parsed;
  const { q } = parsed.value;
  return read(context, "audit.view", async ({ accountId }) => {
    if (q === "") return done([]);
    const name = { contains: takenLiterally(q), mode: "insensitive" } as const;
    const select = { id: true, name: true } as const;
    const newest = { orderBy: { createdAt: "desc" }, take: perKind } as const;
    const { db } = context;
    const [tokens, members, organizations, clients, gateways] = await Promise.all([
      db.token.findMany({
        where: { accountId, type: { not: "gateway" }, OR: [{ name }, { last4: q.slice(-4) }] },
        select,
        ...newest,
      }),
      db.membership.findMany({
        where: { accountId, user: { name } },
        select: { user: { select } },
        ...newest,
      }),
      db.organization.findMany({ where: { accountId, name }, select, ...newest }),
      db.apiClient.findMany({ where: { accountId, name }, select, ...newest }),
      db.gateway.findMany({ where: { accountId, name }, select, ...newest }),
    ]);
    const as = (kind: AuditTarget["kind"], rows: { id: string; name: string }[]) =>
      rows.map((row) => ({ ...row, kind }));
    return done([
      ...as("token", tokens),
      ...as(
        "user",
        members.map((member) => member.user),
      ),
      ...as("organization", organizations),
      ...as("API client", clients),
      ...as("gateway", gateways),
    ]);
  });
}
