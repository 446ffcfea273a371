import type { BrowserContext } from "@playwright/test";
import { encode } from "next-auth/jwt";
import { openProduct } from "@/e2e/support/product";
import type { Person } from "@/e2e/support/world";
import { createSession } from "@/services/sessions/create-session";

/** A real session row without the form, and the value of the cookie that names it. */
export async function openSession(
  person: Pick<Person, "id">,
  accountId: string,
  secondsAgo = 0,
): Promise<{ sessionId: string; value: string }> {
  const { db, keys } = openProduct();
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
  return { sessionId, value };
}

/** The Cookie header of a person who is signed in, for requests without a browser. */
export async function cookieOf(person: Pick<Person, "id">, accountId: string): Promise<string> {
  return `keydesk-session=${(await openSession(person, accountId)).value}`;
}

/**
 * Signs a person in without the form.
 * @param secondsAgo how long ago the password was proven; more than 600 makes the desk ask again
 */
export async function signInAs(
  browser: BrowserContext,
  person: Pick<Person, "id">,
  accountId: string,
  secondsAgo = 0,
): Promise<{ sessionId: string }> {
  const { deskUrl } = openProduct();
  const { sessionId, value } = await openSession(person, accountId, secondsAgo);
  await browser.addCookies([
    { name: "keydesk-session", value, url: deskUrl, httpOnly: true, sameSite: "Lax" },
  ]);
  return { sessionId };
}
