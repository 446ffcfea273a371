import { Prisma } from "@/prisma/client/client";

/** Links that nobody used and nobody cancelled. Expired ones are among them. */
export const unansweredLinks = { usedAt: null, cancelledAt: null } as const;

/**
 * Links that still open something. `expiresAt` says all that time does to a link: one that the old secret of a rotation hands out
 * expires with that secret (services/invitations/create-link).
 */
export function openLinks(now: Date) {
  return { ...unansweredLinks, expiresAt: { gt: now } } as const;
}

/** Whether time has ended a link that was neither used nor cancelled. */
export function isLinkExpired({ expiresAt }: { readonly expiresAt: Date }, now: Date): boolean {
  return expiresAt <= now;
}

/** The same as conditions of statements on "Invitation". */
export const unansweredInSql = Prisma.sql`"usedAt" IS NULL AND "cancelledAt" IS NULL`;
export const unexpiredInSql = (now: Date) => Prisma.sql`"expiresAt" > ${now}`;
