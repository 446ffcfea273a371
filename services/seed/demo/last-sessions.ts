import { sessionSecondsMax } from "@/domain/access/session-bounds";
import type { Stage } from "@/services/seed/demo/stage";
import type { writeTrail } from "@/services/seed/demo/trail";

/** The last session of each person in an account, as its trail tells: when it began, and what was the last that they did. */
export function lastSessions(stage: Stage, events: ReturnType<typeof writeTrail>) {
  const done = events.filter((event) => event.actorKind === "user");
  return [...new Set(done.map((event) => event.actorId))].flatMap((userId) => {
    const own = done.filter((event) => event.actorId === userId);
    const begun = own.findLast((event) => event.action === "session.sign_in");
    if (!begun || userId === null || begun.ip === null || begun.userAgent === null) return [];
    const { at, ip, userAgent } = begun;
    const within = own.filter((event) => event.at >= at && event.ip === ip);
    const proven = within.findLast((event) => event.action === "session.reauthenticate") ?? begun;
    return [
      {
        id: stage.id(at),
        userId,
        accountId: stage.accountId,
        createdAt: at,
        lastSeenAt: within.at(-1)?.at ?? at,
        expiresAt: new Date(at.getTime() + sessionSecondsMax * 1000),
        reauthenticatedAt: proven.at,
        ip,
        userAgent,
      },
    ];
  });
}
