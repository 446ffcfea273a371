import { z } from "zod";
import type { PendingInvitation } from "@/domain/access/people-views";
import { done, type Result } from "@/domain/result";
import { read, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { type CursorPage, cutPage, pageByCursor } from "@/services/kernel/cursor";
import { parseInput } from "@/services/kernel/parse";
import { invitationId } from "@/services/users/invitation-id";
import { pendingIn, toPending } from "@/services/users/pending-invitations";

const listInput = z.object(pageByCursor);

/**
 * The account's pending invitations, newest first, behind a cursor; expired ones too. Never their links.
 * Refuses: invalid_input, insufficient_scope, forbidden.
 */
export async function listInvitationRecords(
  context: Context,
  input: unknown,
): Promise<Result<CursorPage<PendingInvitation>>> {
  const parsed = parseInput(listInput, input);
  if (!parsed.ok) return parsed;
  const { limit, cursor } = parsed.value;
  return read(context, "user.view", async ({ accountId, now }) => {
    const after = cursor
      ? { OR: [{ createdAt: { lt: cursor.at } }, { createdAt: cursor.at, id: { lt: cursor.id } }] }
      : {};
    const rows = await context.db.invitation.findMany({
      where: { ...pendingIn(accountId), ...after },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: limit + 1,
    });
    const { items, nextCursor } = cutPage(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id }));
    return done({ items: await toPending(context.db, accountId, items, now), nextCursor });
  });
}

/** One pending invitation. Refuses: invalid_input, insufficient_scope, forbidden, not_found (also when it was used or cancelled). */
export async function loadInvitationRecord(
  context: Context,
  input: unknown,
): Promise<Result<PendingInvitation>> {
  const parsed = parseInput(invitationId, input);
  if (!parsed.ok) return parsed;
  const { invitationId: id } = parsed.value;
  return read(context, "user.view", async ({ accountId, now }): Promise<Result<PendingInvitation>> => {
    const rows = await context.db.invitation.findMany({ where: { ...pendingIn(accountId), id } });
    const [invitation] = await toPending(context.db, accountId, rows, now);
    return invitation === undefined
      ? refuseWith("not_found", "There is no such open invitation.")
      : done(invitation);
  });
}
