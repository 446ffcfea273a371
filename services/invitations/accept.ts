import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import type { Role } from "@/domain/access/actions";
import { newPasswordField } from "@/domain/access/password-field";
import { peopleFields } from "@/domain/access/people-fields";
import { done, type Result } from "@/domain/result";
import type { Transaction } from "@/prisma/client-factory";
import { recordAudit } from "@/services/audit/record";
import { linkSecretField } from "@/services/invitations/link-secret";
import { findLink, takeLink } from "@/services/invitations/use-link";
import { isUniqueViolation, refuseWith } from "@/services/kernel/act";
import type { BaseContext } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { wrongPassword } from "@/services/passwords/check-password";
import { hashPassword } from "@/services/passwords/password-hash";
import { findPasswordFault } from "@/services/passwords/password-policy";
import { type Entered, enterAccount } from "@/services/sessions/enter-account";
import { provePassword } from "@/services/sessions/prove-password";

const newcomerInput = z.object({
  secret: linkSecretField,
  name: peopleFields.personName,
  password: newPasswordField,
});
const knownInput = z.object({
  secret: linkSecretField,
  password: z.string({ error: "Enter your password." }).min(1, "Enter your password.").max(4096),
});

type Invitation = {
  readonly id: string;
  readonly accountId: string;
  readonly email: string;
  readonly role: Role;
  readonly permissions: string[];
};
type Joining = { readonly userId: string; readonly name: string; readonly passwordHash: string | null };

/**
 * Accepts an invitation, once, and signs in: a newcomer chooses name and password, a person who has a user here proves the
 * password and joins; the second step, for who has one, comes after. Refuses: invalid_input, link_invalid, invalid_credentials, too_many_attempts, already_exists.
 */
export async function acceptInvitation(base: BaseContext, untrusted: unknown): Promise<Result<Entered>> {
  const opened = parseInput(z.object({ secret: linkSecretField }), untrusted);
  if (!opened.ok) return opened;
  const link = await findLink(base.db, base, "invitation", opened.value.secret);
  if (link === null || link.accountId === null || link.email === null || link.role === null)
    return refuseWith("link_invalid");
  const invitation: Invitation = {
    id: link.id,
    accountId: link.accountId,
    email: link.email,
    role: link.role,
    permissions: link.permissions,
  };
  const known = await base.db.user.findUnique({ where: { email: invitation.email } });
  const joining =
    known === null
      ? await prepareNewcomer(untrusted, invitation.email)
      : await proveKnown(base, untrusted, invitation.email);
  if (!joining.ok) return joining;
  return join(base, invitation, joining.value, known === null);
}

async function prepareNewcomer(untrusted: unknown, email: string): Promise<Result<Joining>> {
  const parsed = parseInput(newcomerInput, untrusted);
  if (!parsed.ok) return parsed;
  const { name, password } = parsed.value;
  const fault = findPasswordFault(password, [name, email]);
  if (fault !== null) return refuseWith("invalid_input", fault, { password: fault });
  return done({ userId: uuidv7(), name, passwordHash: await hashPassword(password) });
}

// As strict as signing in, which it is: whoever makes an invitation for an address holds its link, and could guess here.
async function proveKnown(base: BaseContext, untrusted: unknown, email: string): Promise<Result<Joining>> {
  const parsed = parseInput(knownInput, untrusted);
  if (!parsed.ok) return parsed;
  const { password } = parsed.value;
  const proven = await provePassword(
    base,
    { email, password },
    async ({ userId, name, passwordHash }): Promise<Joining | null> =>
      userId === null ? null : { userId, name, passwordHash },
  );
  if (proven.ok || proven.refusal.code !== "invalid_credentials") return proven;
  return wrongPassword();
}

async function join(
  base: BaseContext,
  invitation: Invitation,
  joining: Joining,
  isNewcomer: boolean,
): Promise<Result<Entered>> {
  const { accountId, email, role, permissions } = invitation;
  const { userId, name, passwordHash } = joining;
  const now = base.now();
  try {
    return await base.db.$transaction(async (tx) => {
      if (!isNewcomer && !(await isStillProven(tx, joining))) return wrongPassword();
      if (!(await takeLink(tx, invitation.id, now))) return refuseWith("link_invalid");
      if (isNewcomer) await createUser(tx, { id: userId, email, name, passwordHash, createdAt: now });
      await becomeMember(tx, { userId, accountId, role, permissions, createdAt: now });
      const entered = await enterAccount(tx, base, now, { userId, accountId, passwordHash });
      await recordAudit(tx, now, base.origin, {
        accountId,
        actor: { kind: "user", id: userId, name },
        action: "user.join",
        target: { kind: "user", id: userId, name },
        details: { role, permissions, email },
      });
      if (entered.step === "second")
        await recordAudit(tx, now, base.origin, {
          accountId,
          actor: { kind: "user", id: userId, name },
          action: "session.ask_second_step",
        });
      return done(entered);
    });
  } catch (error) {
    // The address got a user, or the person a membership, while this form was open.
    if (isUniqueViolation(error))
      return refuseWith("already_exists", "You are in this account already. Sign in instead.");
    throw error;
  }
}

/** The person is locked FOR SHARE and read again: a disabling or a new password that was committed meanwhile wins. */
async function isStillProven(tx: Transaction, { userId, passwordHash }: Joining): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "User" WHERE "id" = ${userId}::uuid AND "passwordHash" = ${passwordHash} AND "disabledAt" IS NULL FOR SHARE`;
  return rows.length === 1;
}

/** Who was removed begins anew. */
async function becomeMember(
  tx: Transaction,
  member: { userId: string; accountId: string; role: Role; permissions: string[]; createdAt: Date },
): Promise<void> {
  const { userId, accountId, ...given } = member;
  const { count } = await tx.membership.updateMany({
    where: { userId, accountId, removedAt: { not: null } },
    data: { ...given, disabledAt: null, removedAt: null },
  });
  if (count === 0) await tx.membership.create({ data: member });
}

function createUser(
  tx: Transaction,
  user: { id: string; email: string; name: string; passwordHash: string | null; createdAt: Date },
) {
  return tx.user.create({ data: user });
}
