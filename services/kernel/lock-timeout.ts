import { Prisma } from "@/prisma/client/client";

/** True when a statement waited for a lock for as long as it may (PostgreSQL's 55P03): nothing of its transaction was kept. */
export function isLockTimeout(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  // Raw statements keep PostgreSQL's code in the message, the client's own in the adapter's cause.
  return /`55P03`/.test(error.message) || JSON.stringify(error.meta ?? {}).includes('"55P03"');
}
