import { v7 as uuidv7 } from "uuid";
import type { Role } from "@/domain/access/actions";
import { openProduct } from "@/e2e/support/product";
import { hashPassword } from "@/services/passwords/password-hash";
import { largeLimits } from "@/services/testing/large-limits";

export const password = "correct horse battery staple";

export type Person = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
};

/** One account of its own per test: an administrator, an auditor, a member, a template user and an organization. */
export type World = {
  readonly accountId: string;
  readonly accountName: string;
  readonly administrator: Person;
  readonly auditor: Person;
  readonly member: Person;
  readonly operator: Person;
  readonly templateUser: {
    readonly id: string;
    readonly name: string;
    readonly permissions: readonly string[];
  };
  readonly organization: { readonly id: string; readonly name: string };
};

let passwordHash: Promise<string> | undefined;

const locator = () => uuidv7().replaceAll("-", "").slice(-8);

/** Makes an account that no other test touches, straight in the database. */
export async function createWorld(
  plan: "community" | "professional" | "platform" = "platform",
): Promise<World> {
  const { db } = openProduct();
  passwordHash ??= hashPassword(password);
  const hash = await passwordHash;
  const now = new Date();
  const accountId = uuidv7();
  const tag = locator();
  const accountName = `Acme ${tag}`;
  await db.account.create({
    data: { id: accountId, locator: locator(), name: accountName, plan, ...largeLimits, createdAt: now },
  });
  const person = async (name: string, role: Role, isOperator = false): Promise<Person> => {
    const id = uuidv7();
    const email = `${name.toLowerCase().replaceAll(" ", ".")}.${tag}@example.com`;
    await db.user.create({
      data: {
        id,
        email,
        name,
        passwordHash: hash,
        isOperator,
        createdAt: now,
        memberships: { create: { accountId, role, permissions: ["reports:read"], createdAt: now } },
      },
    });
    return { id, name, email, role };
  };
  const templateUser = {
    id: uuidv7(),
    name: "svc-reporting",
    permissions: ["reports:read", "reports:export"],
  };
  await db.user.create({
    data: {
      id: templateUser.id,
      kind: "template",
      name: templateUser.name,
      createdAt: now,
      memberships: {
        create: { accountId, role: "member", permissions: templateUser.permissions, createdAt: now },
      },
    },
  });
  const organization = { id: uuidv7(), name: "Headquarters" };
  await db.organization.create({
    data: { id: organization.id, accountId, locator: locator(), name: organization.name, createdAt: now },
  });
  return {
    accountId,
    accountName,
    administrator: await person("Anna Varga", "administrator"),
    auditor: await person("Deniz Acar", "auditor"),
    member: await person("Marta Silva", "member"),
    operator: await person("Jon Peart", "administrator", true),
    templateUser,
    organization,
  };
}
