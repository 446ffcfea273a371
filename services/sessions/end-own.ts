import { z } from "zod";
import { done, type Result } from "@/domain/result";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { asPerson } from "@/services/sessions/person";

const input = z.object({ sessionId: z.uuid({ error: "The session's id must be a UUID." }) });

/** Ends one of the actor's own sessions; its next request is refused. Refuses: invalid_input, unauthenticated, not_found. */
export async function endOwnSession(context: Context, untrusted: unknown): Promise<Result<{ id: string }>> {
  const parsed = parseInput(input, untrusted);
  if (!parsed.ok) return parsed;
  const { sessionId } = parsed.value;
  return act(context, "session.end", async ({ tx, actor, now, audit }) => {
    const person = asPerson(actor);
    if (!person.ok) return person;
    const { count } = await tx.session.updateMany({
      where: { id: sessionId, userId: person.value.userId, endedAt: null },
      data: { endedAt: now },
    });
    if (count === 0) return refuseWith("not_found", "There is no such session; it may have ended already.");
    await audit({ action: "session.end", details: { session: sessionId } });
    return done({ id: sessionId });
  });
}
