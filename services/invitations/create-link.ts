import { v7 as uuidv7 } from "uuid";
import type { Role } from "@/domain/access/actions";
import type { LinkPurpose } from "@/domain/access/people-bounds";
import type { HandedLink } from "@/domain/access/people-views";
import type { Transaction } from "@/prisma/client-factory";
import { linkPath, mintLinkSecret } from "@/services/invitations/link-secret";
import { linkEnd } from "@/services/invitations/open-links";
import type { TokenActor } from "@/services/kernel/context";
import type { Keyring } from "@/services/keys/keyring";

/**
 * Makes a one-time link in the caller's transaction. It never outlives the secret that hands it out: with the old one of a
 * rotation it expires when that does, whether somebody finishes the rotation or the grace period just passes.
 */
export async function createLink(
  tx: Transaction,
  keys: Keyring,
  now: Date,
  link: {
    readonly purpose: LinkPurpose;
    readonly accountId: string;
    readonly createdById: string | null;
    readonly createdByToken?: Pick<TokenActor, "tokenId" | "secretEndsAt"> | null;
    readonly email?: string;
    readonly userId?: string;
    readonly role?: Role;
    readonly permissions?: string[];
  },
): Promise<HandedLink> {
  const { secret, digest } = mintLinkSecret(keys);
  const id = uuidv7();
  const expiresAt = linkEnd(link.purpose, now, link.createdByToken?.secretEndsAt ?? null);
  await tx.invitation.create({
    data: {
      id,
      digest,
      purpose: link.purpose,
      accountId: link.accountId,
      createdById: link.createdById,
      createdByTokenId: link.createdByToken?.tokenId ?? null,
      email: link.email ?? null,
      userId: link.userId ?? null,
      role: link.role ?? null,
      permissions: link.permissions ?? [],
      createdAt: now,
      expiresAt,
    },
  });
  return { id, path: linkPath(link.purpose, secret), expiresAt };
}
