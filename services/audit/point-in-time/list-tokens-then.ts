import { z } from "zod";
import { userThen } from "@/domain/audit/point-in-time/user-then";
import type { PersonThenView, PersonToken } from "@/domain/audit/point-in-time/views";
import { done, type Result } from "@/domain/result";
import { loadMemberRecords } from "@/services/audit/point-in-time/load-records";
import { loadTokensThen, momentOf, type Question } from "@/services/audit/point-in-time/load-then";
import { momentField, openQuestion, refuseFuture } from "@/services/audit/point-in-time/question";
import { foldedEventsMax, readMemberHistories } from "@/services/audit/point-in-time/read-histories";
import { read, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";

/** So many tokens of one user are looked at, the newest first. */
export const tokensThenMax = 200;

const input = z.object({ userId: z.uuid({ error: "Name the user by id." }).toLowerCase(), at: momentField });

/**
 * Which tokens a person or template user could use at a moment: those that act as the user, and those whose secret the log shows to
 * have been in front of the person (made, rotated, looked at, copied). Which tokens are looked at comes from the records; what is said
 * of each, from the log. Refuses: invalid_input, forbidden, not_found (foreign ones too).
 */
export async function listTokensThen(context: Context, given: unknown): Promise<Result<PersonThenView>> {
  const parsed = parseInput(input, given);
  if (!parsed.ok) return parsed;
  const { userId, at } = parsed.value;
  return read(context, "audit.view", async ({ accountId, now }) => {
    if (at > now) return refuseFuture();
    const { db } = context;
    const member = await db.membership.findUnique({
      where: { userId_accountId: { userId, accountId } },
      select: { user: { select: { id: true, name: true, kind: true } } },
    });
    if (member === null) return refuseWith("not_found", "There is no such user.");
    const question = await openQuestion(db, accountId, at);
    const [histories, records, own, seen] = await Promise.all([
      readMemberHistories(db, accountId, [userId]),
      loadMemberRecords(db, accountId, [userId]),
      findOwn(question, userId),
      findSeen(question, userId),
    ]);
    const ids = [...new Set([...own, ...seen.ids])];
    const answers = await loadTokensThen(question, ids.slice(0, tokensThenMax));
    return done({
      at,
      now,
      wholeSince: question.wholeSince,
      user: member.user,
      state: userThen(
        histories.of(userId),
        momentOf(question, histories.cutBefore),
        records.get(userId) ?? null,
      ),
      tokens: answers.flatMap((token) => relate(token, userId)),
      isCut: ids.length > tokensThenMax || own.length > tokensThenMax || seen.isCut,
    });
  });
}

function relate(token: PersonToken["token"], userId: string): PersonToken[] {
  if (token.bearer?.kind === "user" && token.bearer.id === userId) return [{ token, why: "acts_as" }];
  const wasShown = token.secrets.some(
    ({ secret }) => secret?.shownTo.some(({ kind, id }) => kind === "user" && id === userId) === true,
  );
  return wasShown ? [{ token, why: "saw_secret" }] : [];
}

async function findOwn({ db, accountId, at }: Question, userId: string): Promise<string[]> {
  const rows = await db.token.findMany({
    where: {
      accountId,
      actsAsUserId: userId,
      createdAt: { lte: at },
      OR: [{ deletedAt: null }, { deletedAt: { gt: at } }],
    },
    select: { id: true },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: tokensThenMax + 1,
  });
  return rows.map((row) => row.id);
}

const shows = ["token.create", "token.rotate", "token.reveal", "token.secret_copied"];

// Of somebody who was shown very many secrets, the newest events are looked at.
async function findSeen({ db, accountId, at }: Question, userId: string): Promise<Seen> {
  const rows = await db.$queryRaw<{ id: string; events: number }[]>`
    SELECT e."targetId" AS "id", (sum(count(*)) OVER ())::int AS "events" FROM (
      SELECT s."targetId", s."at" FROM "AuditEvent" s
      WHERE s."accountId" = ${accountId}::uuid AND s."actorId" = ${userId}::uuid AND s."at" <= ${at}
        AND s."action" = ANY(${shows}::text[]) AND s."targetId" IS NOT NULL
      ORDER BY s."id" DESC LIMIT ${foldedEventsMax}) e
    LEFT JOIN "Token" t ON t."id" = e."targetId" AND t."accountId" = ${accountId}::uuid
    WHERE t."deletedAt" IS NULL OR t."deletedAt" > ${at}
    GROUP BY e."targetId" ORDER BY max(e."at") DESC LIMIT ${tokensThenMax + 1}`;
  return { ids: rows.map((row) => row.id), isCut: (rows[0]?.events ?? 0) >= foldedEventsMax };
}

type Seen = { readonly ids: readonly string[]; readonly isCut: boolean };
