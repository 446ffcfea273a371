import { Prisma } from "@/prisma/client/client";

/** True when PostgreSQL broke a statement off with one of these codes: nothing of its transaction was kept. */
export function isBrokenOffBy(error: unknown, codes: readonly string[]): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  // Raw statements keep PostgreSQL's code in the message, the client's own in the adapter's cause.
  const cause = JSON.stringify(error.meta ?? {});
  return codes.some((code) => error.message.includes(`\`${code}\``) || cause.includes(`"${code}"`));
}
