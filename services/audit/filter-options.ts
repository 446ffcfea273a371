import { z } from "zod";
import type { AuditFilterOptions } from "@/domain/audit/audit-views";
import { done, type Result } from "@/domain/result";
import { choicesMax } from "@/domain/tokens/bounds";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";

const id = z.uuid().optional().catch(undefined);
const input = z.object({ target: id, actor: id });

/** What the audit list's filters offer: the account's people, and the names of the actor and target that are asked for. */
export async function loadAuditFilterOptions(
  context: Context,
  given: unknown,
): Promise<Result<AuditFilterOptions>> {
  const { target, actor } = input.parse(given ?? {});
  return read(context, "audit.view", async ({ accountId }) => {
    const [members, event, acted] = await Promise.all([
      context.db.membership.findMany({
        where: { accountId, user: { kind: "person" } },
        select: { user: { select: { id: true, name: true } } },
        orderBy: [{ user: { name: "asc" } }, { userId: "asc" }],
        take: choicesMax,
      }),
      target
        ? context.db.auditEvent.findFirst({
            where: { accountId, targetId: target },
            select: { targetName: true },
            orderBy: { id: "desc" },
          })
        : null,
      actor
        ? context.db.auditEvent.findFirst({
            where: { accountId, actorId: actor },
            select: { actorName: true },
            orderBy: { id: "desc" },
          })
        : null,
    ]);
    const people = members.map((member) => member.user);
    const isKnown = people.some((person) => person.id === actor);
    return done({
      actors: actor && acted && !isKnown ? [...people, { id: actor, name: acted.actorName }] : people,
      target: target && event ? { id: target, name: event.targetName ?? target } : null,
    });
  });
}
