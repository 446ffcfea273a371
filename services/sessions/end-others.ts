import { done, type Result } from "@/domain/result";
import { act } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { asPerson } from "@/services/sessions/person";

/** Ends all of the actor's sessions but this one, in every account. Refuses: unauthenticated. */
export async function endOtherSessions(context: Context): Promise<Result<{ count: number }>> {
  return act(
    context,
    "session.end",
    async ({ tx, actor, now, audit }) => {
      const person = asPerson(actor);
      if (!person.ok) return person;
      const { userId, sessionId } = person.value;
      const { count } = await tx.session.updateMany({
        where: { userId, id: { not: sessionId }, endedAt: null, expiresAt: { gt: now } },
        data: { endedAt: now },
      });
      await audit({ action: "session.end_all", details: { count } });
      return done({ count });
    },
    { holdsPerson: true },
  );
}
