import type { BrowserContext } from "@playwright/test";
import { encode } from "next-auth/jwt";
import { openProduct } from "@/e2e/support/product";
import type { Person } from "@/e2e/support/world";
import { createSession } from "@/services/sessions/create-session";

/**
 * Signs a person in without the form: a real session row and the cookie that names it.
 * @param secondsAgo how long ago the password was proven; more than 600 makes the desk ask again
 */
export async function signInAs(
  browser: BrowserContext,
  person: Pick<Person, "id">,
  accountId: string,
  secondsAgo = 0,
): Promise<{ sessionId: string }> {
  const { db, keys, deskUrl } = openProduct();
  const now = new Date();
  const origin = { ip: "127.0.0.1", userAgent: "e2e", requestId: null };
  const { sessionId } = await db.$transaction((tx) =>
    createSession(tx, now, origin, { userId: person.id, accountId }),
  );
  if (secondsAgo > 0) {
    const reauthenticatedAt = new Date(now.getTime() - secondsAgo * 1000);
    await db.session.update({ where: { id: sessionId }, data: { reauthenticatedAt } });
  }
  const value = await encode({ token: { sid: sessionId }, secret: keys.sessionSecret, maxAge: 3600 });
  await browser.addCookies([
    { name: "keydesk-session", value, url: deskUrl, httpOnly: true, sameSite: "Lax" },
  ]);
  return { sessionId };
}
