import { v7 as uuidv7 } from "uuid";
import { sessionSecondsMax } from "@/domain/access/session-bounds";
import type { Transaction } from "@/prisma/client-factory";
import type { RequestOrigin } from "@/services/kernel/context";

/** What the browser's cookie is made from: the row's id, and when the row ends at the latest. */
export type SignedIn = { readonly sessionId: string; readonly expiresAt: Date };

/**
 * A new session row, in the caller's transaction. Each proof of a password gets a row with a new id (ASVS 7.2.4): the id
 * itself is no secret, it travels encrypted in the cookie.
 */
export async function createSession(
  tx: Transaction,
  now: Date,
  origin: RequestOrigin,
  owner: { readonly userId: string; readonly accountId: string },
  continued?: { readonly createdAt: Date; readonly expiresAt: Date },
): Promise<SignedIn> {
  const expiresAt = continued?.expiresAt ?? new Date(now.getTime() + sessionSecondsMax * 1000);
  const sessionId = uuidv7();
  await tx.session.create({
    data: {
      id: sessionId,
      userId: owner.userId,
      accountId: owner.accountId,
      createdAt: continued?.createdAt ?? now,
      lastSeenAt: now,
      expiresAt,
      reauthenticatedAt: now,
      ip: origin.ip ?? "unknown",
      userAgent: origin.userAgent?.slice(0, 500) ?? "",
    },
  });
  return { sessionId, expiresAt };
}
