import { done, type Result } from "@/domain/result";
import { recordAudit } from "@/services/audit/record";
import type { Context } from "@/services/kernel/context";

/**
 * Ends the context's session row. Needs no rights: whoever holds a session may always leave it, also when disabled meanwhile.
 * Signing out twice is no error.
 */
export async function signOut(context: Context): Promise<Result<{ ended: boolean }>> {
  const { claim } = context;
  if (claim.kind !== "session") return done({ ended: false });
  const now = context.now();
  return context.db.$transaction(async (tx) => {
    const { count } = await tx.session.updateMany({
      where: { id: claim.sessionId, endedAt: null },
      data: { endedAt: now },
    });
    if (count === 0) return done({ ended: false });
    const session = await tx.session.findUniqueOrThrow({
      where: { id: claim.sessionId },
      select: { accountId: true, user: { select: { id: true, name: true } } },
    });
    await recordAudit(tx, now, context.origin, {
      accountId: session.accountId,
      actor: { kind: "user", id: session.user.id, name: session.user.name },
      action: "session.sign_out",
    });
    return done({ ended: true });
  });
}
