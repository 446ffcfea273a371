import { z } from "zod";
import { done, type Result } from "@/domain/result";
import { unconfirmedSecondsMax } from "@/domain/second-factors/bounds";
import type { NewRecoveryCodes } from "@/domain/second-factors/second-factor-views";
import { readTypedCode } from "@/domain/second-factors/typed-code";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { findStep } from "@/services/second-factors/app-codes";
import { openAppSecret } from "@/services/second-factors/app-secret";
import { typedCode, wrongCode } from "@/services/second-factors/code-field";
import { replaceRecoveryCodes } from "@/services/second-factors/recovery-codes";
import { requireFreshSecondFactor } from "@/services/second-factors/require-fresh";
import type { SignedIn } from "@/services/sessions/create-session";
import { asPerson } from "@/services/sessions/person";
import { rotateSession } from "@/services/sessions/rotate-session";

const input = z.object({ id: z.uuid({ error: "The id must be a UUID." }), code: typedCode });

/** The session's new id, the recovery codes if this is the first factor, and how many other sessions ended. */
export type ConfirmedApp = SignedIn & NewRecoveryCodes & { readonly sessionsEnded: number };

/**
 * Adds the authenticator app that was begun, once a code proves that it has the secret. With the first one come recovery codes, shown
 * once. Every other session of the person ends (ASVS 7.4.3): each was opened with less; this one goes on under a new id.
 * Refuses: invalid_input, unauthenticated, reauthentication_required, not_found (begun an hour ago, or anew), invalid_credentials.
 */
export async function confirmApp(context: Context, untrusted: unknown): Promise<Result<ConfirmedApp>> {
  const parsed = parseInput(input, untrusted);
  if (!parsed.ok) return parsed;
  const { id, code } = parsed.value;
  return act(context, "second_factor.add", async ({ tx, actor, now, audit }) => {
    const person = asPerson(actor);
    if (!person.ok) return person;
    const { userId, sessionId } = person.value;
    // All of the person's: of two apps that are confirmed at the same time one is the first, and brings the recovery codes.
    await tx.$queryRaw`SELECT 1 FROM "SecondFactor" WHERE "userId" = ${userId}::uuid ORDER BY "id" FOR UPDATE`;
    const stale = await requireFreshSecondFactor(tx, person.value, now);
    if (stale !== null) return stale;
    const begunAfter = new Date(now.getTime() - unconfirmedSecondsMax * 1000);
    const app = await tx.secondFactor.findFirst({
      where: { id, userId, kind: "app", confirmedAt: null, createdAt: { gt: begunAfter } },
    });
    const secret = app === null ? null : openAppSecret(context.keys, app);
    if (app === null || secret === null)
      return refuseWith("not_found", "This was begun too long ago, or anew in another tab. Begin again.");
    const typed = readTypedCode(code);
    const step = typed?.kind === "app" ? findStep(secret, typed.digits, now) : null;
    if (step === null) return wrongCode();
    const isFirst = (await tx.secondFactor.count({ where: { userId, confirmedAt: { not: null } } })) === 0;
    await tx.secondFactor.update({
      where: { id },
      data: { confirmedAt: now, lastUsedAt: now, lastStep: step },
    });
    const recoveryCodes = isFirst ? await replaceRecoveryCodes(tx, context.keys, now, userId) : null;
    const { count: sessionsEnded } = await tx.session.updateMany({
      where: { userId, id: { not: sessionId }, endedAt: null },
      data: { endedAt: now },
    });
    const signedIn = await rotateSession(tx, now, context.origin, person.value);
    if (signedIn === null) return refuseWith("unauthenticated");
    await audit({
      action: "second_factor.add",
      details: { kind: "authenticator app", name: app.name, sessions: sessionsEnded },
    });
    return done({ ...signedIn, recoveryCodes, sessionsEnded });
  });
}
