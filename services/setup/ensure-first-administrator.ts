import { v7 as uuidv7 } from "uuid";
import { newPasswordField } from "@/domain/access/password-field";
import { peopleFields } from "@/domain/access/people-fields";
import type { Database, Transaction } from "@/prisma/client-factory";
import { insertAccount } from "@/services/accounts/insert";
import { recordAudit } from "@/services/audit/record";
import { type Config, ConfigError } from "@/services/config";
import { createLink } from "@/services/invitations/create-link";
import { unansweredLinks } from "@/services/invitations/open-links";
import type { Keyring } from "@/services/keys/keyring";
import { hashPassword } from "@/services/passwords/password-hash";
import { findPasswordFault } from "@/services/passwords/password-policy";
import { hasPeople, lockSetUp } from "@/services/setup/set-up-state";

export type FirstAdministrator =
  | { readonly kind: "exists" }
  | { readonly kind: "created"; readonly email: string }
  /** The whole address of the set-up page, with its one-time secret in the fragment. */
  | { readonly kind: "link"; readonly url: string };

type Deployment = {
  readonly db: Database;
  readonly keys: Keyring;
  readonly config: Pick<Config, "adminEmail" | "adminPassword" | "deskUrl">;
  readonly now: () => Date;
};

const origin = { ip: null, userAgent: null, requestId: null };
const system = { kind: "system", name: "Keydesk" } as const;

/**
 * At each start: while nobody can sign in, makes the first administrator from KEYDESK_ADMIN_EMAIL and KEYDESK_ADMIN_PASSWORD,
 * or a set-up link that works once, for 24 hours, and ends earlier ones (ASVS 6.4.1). Makes the first account if there is none.
 * Throws ConfigError when the given e-mail or password may not be used.
 */
export async function ensureFirstAdministrator(deployment: Deployment): Promise<FirstAdministrator> {
  const { db, keys, config } = deployment;
  const now = deployment.now();
  if (await hasPeople(db)) return { kind: "exists" };
  const given = await prepareGiven(config);
  return db.$transaction(async (tx): Promise<FirstAdministrator> => {
    await lockSetUp(tx);
    if (await hasPeople(tx)) return { kind: "exists" };
    const account =
      (await tx.account.findFirst({ orderBy: { createdAt: "asc" }, select: { id: true, name: true } })) ??
      (await makeFirstAccount(tx, now));
    await tx.invitation.updateMany({
      where: { purpose: "set_up", ...unansweredLinks },
      data: { cancelledAt: now },
    });
    if (given === null) {
      const link = await createLink(tx, keys, now, {
        purpose: "set_up",
        accountId: account.id,
        createdById: null,
      });
      return { kind: "link", url: `${config.deskUrl}${link.path}` };
    }
    const id = uuidv7();
    await tx.user.create({
      data: {
        id,
        ...given,
        isOperator: true,
        createdAt: now,
        memberships: { create: { accountId: account.id, role: "administrator", createdAt: now } },
      },
    });
    await recordAudit(tx, now, origin, {
      accountId: account.id,
      actor: system,
      action: "deployment.set_up",
      target: { kind: "user", id, name: given.name },
      details: { email: given.email, from: "environment", role: "administrator", permissions: [] },
    });
    return { kind: "created", email: given.email };
  });
}

async function makeFirstAccount(tx: Transaction, now: Date): Promise<{ id: string; name: string }> {
  const account = await insertAccount(tx, now, { name: "My company" });
  await recordAudit(tx, now, origin, {
    accountId: account.id,
    actor: system,
    action: "account.create",
    target: { kind: "account", id: account.id, name: account.name },
    details: { plan: account.plan },
  });
  return account;
}

async function prepareGiven(config: Deployment["config"]) {
  if (config.adminEmail === null && config.adminPassword === null) return null;
  const email = peopleFields.email.safeParse(config.adminEmail ?? "");
  if (!email.success)
    throw new ConfigError("KEYDESK_ADMIN_EMAIL: must be an e-mail address, as a password is given.");
  const password = newPasswordField.safeParse(config.adminPassword ?? "");
  const fault = password.success
    ? findPasswordFault(password.data, [email.data])
    : password.error.issues[0]!.message;
  if (fault !== null || !password.success) throw new ConfigError(`KEYDESK_ADMIN_PASSWORD: ${fault}`);
  return { email: email.data, name: "Administrator", passwordHash: await hashPassword(password.data) };
}
