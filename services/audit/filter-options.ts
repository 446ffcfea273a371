import { z } from "zod";
import type { AuditFilterOptions } from "@/domain/audit/audit-views";
import { done, type Result } from "@/domain/result";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";

const actorsMax = 200;
const input = z.object({ target: z.uuid().optional().catch(undefined) });

/** What the audit list's filters offer: the account's people, and the name of the target that is asked for. */
export async function loadAuditFilterOptions(
  context: Context,
  given: unknown,
): Promise<Result<AuditFilterOptions>> {
  const { target } = input.parse(given ?? {});
  return read(context, "audit.view", async ({ accountId }) => {
    const [members, event] = await Promise.all([
      context.db.membership.findMany({
        where: { accountId, user: { kind: "person" } },
        select: { user: { select: { id: true, name: true } } },
        orderBy: [{ user: { name: "asc" } }, { userId: "asc" }],
        take: actorsMax,
      }),
      target
        ? context.db.auditEvent.findFirst({
            where: { accountId, targetId: target },
            select: { targetName: true },
            orderBy: { id: "desc" },
          })
        : null,
    ]);
    return done({
      actors: members.map((member) => member.user),
      target: target && event ? { id: target, name: event.targetName ?? target } : null,
    });
  });
}
