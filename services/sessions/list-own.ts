import type { OwnSession } from "@/domain/access/people-views";
import { sessionIdleSecondsMax } from "@/domain/access/session-bounds";
import { done, type Result } from "@/domain/result";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { asPerson } from "@/services/sessions/person";

/** The actor's own live sessions in every account, the present one first, then the latest seen. Refuses: unauthenticated. */
export async function listOwnSessions(context: Context): Promise<Result<OwnSession[]>> {
  return read(context, "session.view", async ({ actor, now }) => {
    const person = asPerson(actor);
    if (!person.ok) return person;
    const { userId, sessionId } = person.value;
    const sessions = await context.db.session.findMany({
      where: {
        userId,
        endedAt: null,
        expiresAt: { gt: now },
        lastSeenAt: { gt: new Date(now.getTime() - sessionIdleSecondsMax * 1000) },
      },
      orderBy: [{ lastSeenAt: "desc" }, { id: "desc" }],
      take: 200,
    });
    const accounts = await context.db.account.findMany({
      where: { id: { in: sessions.flatMap((session) => session.accountId ?? []) } },
      select: { id: true, name: true },
    });
    const nameOf = new Map(accounts.map((account) => [account.id, account.name]));
    return done(
      sessions
        .map((session) => ({
          id: session.id,
          isCurrent: session.id === sessionId,
          accountName: session.accountId === null ? null : (nameOf.get(session.accountId) ?? null),
          createdAt: session.createdAt,
          lastSeenAt: session.lastSeenAt,
          expiresAt: session.expiresAt,
          ip: session.ip,
          userAgent: session.userAgent,
        }))
        .sort((a, b) => Number(b.isCurrent) - Number(a.isCurrent)),
    );
  });
}
