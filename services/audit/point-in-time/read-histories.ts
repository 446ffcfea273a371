import type { LoggedEvent } from "@/domain/audit/point-in-time/fact";
import { memberActions, memberOf } from "@/domain/audit/point-in-time/user-then";
import { Prisma } from "@/prisma/client/client";
import type { Database } from "@/prisma/client-factory";
import { eventColumns } from "@/services/audit/event-columns";

/** The most events that one question folds. Where there are more, the oldest count as missing. */
export const foldedEventsMax = 20_000;

/** Events by what they are about, in the order of the log; `cutBefore`: older ones were left out, there being too many. */
export type Histories = {
  of(id: string): readonly LoggedEvent[];
  readonly ids: readonly string[];
  readonly cutBefore: Date | null;
};

/** The events of some actions about some targets of the account, by the index of targets. */
export function readTargetHistories(
  db: Database,
  accountId: string,
  targetIds: readonly string[],
  actions: readonly string[],
): Promise<Histories> {
  if (targetIds.length === 0) return Promise.resolve(gather([], () => null));
  return readEvents(
    db,
    accountId,
    Prisma.sql`e."targetId" = ANY(${[...targetIds]}::uuid[]) AND e."action" = ANY(${[...actions]}::text[])`,
    (event) => event.targetId,
  );
}

/** The events about members: of these users, or with null of everybody. */
export async function readMemberHistories(
  db: Database,
  accountId: string,
  userIds: readonly string[] | null,
): Promise<Histories> {
  const actions = Prisma.sql`e."action" = ANY(${[...memberActions]}::text[])`;
  if (userIds === null) return readEvents(db, accountId, actions, memberOf);
  if (userIds.length === 0) return gather([], () => null);
  // Who set up the deployment by a link is the actor of that event, which names the account.
  const about = Prisma.sql`(${actions} AND e."targetId" = ANY(${[...userIds, accountId]}::uuid[]))`;
  return readEvents(db, accountId, about, memberOf);
}

async function readEvents(
  db: Database,
  accountId: string,
  condition: Prisma.Sql,
  subjectOf: (event: LoggedEvent) => string | null,
): Promise<Histories> {
  const newestFirst = await db.$queryRaw<LoggedEvent[]>`
    SELECT ${eventColumns} FROM "AuditEvent" e
    WHERE e."accountId" = ${accountId}::uuid AND e."outcome" = 'done' AND ${condition}
    ORDER BY e."id" DESC LIMIT ${foldedEventsMax}`;
  return gather(newestFirst.reverse(), subjectOf);
}

function gather(events: LoggedEvent[], subjectOf: (event: LoggedEvent) => string | null): Histories {
  const cutBefore = events.length === foldedEventsMax ? events[0]!.at : null;
  // By number; what is not sealed yet comes after all that is. The sort is stable, so ids decide among these.
  events.sort(
    (a, b) => (a.seq ?? Number.POSITIVE_INFINITY) - (b.seq ?? Number.POSITIVE_INFINITY) || compareIds(a, b),
  );
  const byId = new Map<string, LoggedEvent[]>();
  for (const event of events) {
    const id = subjectOf(event);
    if (id === null) continue;
    const list = byId.get(id);
    if (list === undefined) byId.set(id, [event]);
    else list.push(event);
  }
  return { of: (id) => byId.get(id) ?? [], ids: [...byId.keys()], cutBefore };
}

function compareIds(a: LoggedEvent, b: LoggedEvent): number {
  return a.id < b.id ? -1 : 1;
}
