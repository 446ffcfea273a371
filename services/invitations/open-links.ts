import { type LinkPurpose, linkSeconds } from "@/domain/access/people-bounds";
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

/**
 * When a link ends that is made at `now`, by a token with a secret that retires at `secretEndsAt` (null: the current one, or a person).
 * An old secret's ends sooner than any other, also where that secret works for longer: by this the two are told apart.
 */
export function linkEnd(purpose: LinkPurpose, now: Date, secretEndsAt: Date | null): Date {
  const end = now.getTime() + linkSeconds[purpose] * 1000;
  return new Date(secretEndsAt === null ? end : Math.min(end - 1, secretEndsAt.getTime()));
}

/** Whether the old secret of a rotation handed an invitation out. */
export function isOfOldSecret(link: { readonly createdAt: Date; readonly expiresAt: Date }): boolean {
  return link.expiresAt < linkEnd("invitation", link.createdAt, null);
}

/** The same as a condition of statements on "Invitation". */
export const ofOldSecretInSql = Prisma.sql`"purpose" = 'invitation'
  AND extract(epoch FROM "expiresAt" - "createdAt") < ${linkSeconds.invitation}`;
