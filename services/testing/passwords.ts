import type { Database } from "@/prisma/client-factory";
import { hashPassword } from "@/services/passwords/password-hash";

/** What people of tests sign in with, once `givePassword` was called. */
export const testPassword = "correct horse battery";

/** Gives a person of a test world a password and an e-mail address. */
export async function givePassword(
  db: Database,
  userId: string,
  email: string,
  password = testPassword,
): Promise<void> {
  await db.user.update({
    where: { id: userId },
    data: { email, passwordHash: await hashPassword(password) },
  });
}
