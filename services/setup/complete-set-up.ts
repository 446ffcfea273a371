import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { newPasswordField } from "@/domain/access/password-field";
import { peopleFields } from "@/domain/access/people-fields";
import { done, type Result } from "@/domain/result";
import { recordAudit } from "@/services/audit/record";
import { linkSecretField } from "@/services/invitations/link-secret";
import { findLink, takeLink } from "@/services/invitations/use-link";
import { refuseWith } from "@/services/kernel/act";
import type { BaseContext } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { hashPassword } from "@/services/passwords/password-hash";
import { findPasswordFault } from "@/services/passwords/password-policy";
import { createSession, type SignedIn } from "@/services/sessions/create-session";
import { hasPeople, lockSetUp } from "@/services/setup/set-up-state";

const secretInput = z.object({ secret: linkSecretField });
const input = secretInput.extend({
  companyName: peopleFields.accountName,
  name: peopleFields.personName,
  email: peopleFields.email,
  password: newPasswordField,
});

/** Whether a set-up link still works, without using it. Refuses: invalid_input, link_invalid. */
export async function openSetUp(base: BaseContext, untrusted: unknown): Promise<Result<null>> {
  const parsed = parseInput(secretInput, untrusted);
  if (!parsed.ok) return parsed;
  const link = await findLink(base.db, base, "set_up", parsed.value.secret);
  return link === null || (await hasPeople(base.db)) ? refuseWith("link_invalid") : done(null);
}

/**
 * Makes the first person, operator and administrator, names the first account, and signs in. Works once per deployment: the
 * link is used up, and no link works once somebody can sign in. Refuses: invalid_input, link_invalid.
 */
export async function completeSetUp(base: BaseContext, untrusted: unknown): Promise<Result<SignedIn>> {
  const parsed = parseInput(input, untrusted);
  if (!parsed.ok) return parsed;
  const { secret, companyName, name, email, password } = parsed.value;
  const link = await findLink(base.db, base, "set_up", secret);
  if (link?.accountId == null) return refuseWith("link_invalid");
  const fault = findPasswordFault(password, [name, email, companyName]);
  if (fault !== null) return refuseWith("invalid_input", fault, { password: fault });
  const passwordHash = await hashPassword(password);
  const accountId = link.accountId;
  const now = base.now();
  return base.db.$transaction(async (tx): Promise<Result<SignedIn>> => {
    await lockSetUp(tx);
    if ((await hasPeople(tx)) || !(await takeLink(tx, link.id, now))) return refuseWith("link_invalid");
    await tx.account.update({ where: { id: accountId }, data: { name: companyName } });
    const userId = uuidv7();
    await tx.user.create({
      data: {
        id: userId,
        email,
        name,
        passwordHash,
        isOperator: true,
        createdAt: now,
        memberships: { create: { accountId, role: "administrator", createdAt: now } },
      },
    });
    const signedIn = await createSession(tx, now, base.origin, { userId, accountId });
    await recordAudit(tx, now, base.origin, {
      accountId,
      actor: { kind: "user", id: userId, name },
      action: "deployment.set_up",
      target: { kind: "account", id: accountId, name: companyName },
      details: { email, from: "link", role: "administrator", permissions: [] },
    });
    return done(signedIn);
  });
}
