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
  const people: Person[] = [];
  const person = (name: string, role: Role): Person => {
    const email = `${name.toLowerCase().replaceAll(" ", ".")}.${tag}@example.com`;
    const one = { id: uuidv7(), name, email, role };
    people.push(one);
    return one;
  };
  const administrator = person("Anna Varga", "administrator");
  const auditor = person("Deniz Acar", "auditor");
  const member = person("Marta Silva", "member");
  const operator = person("Jon Peart", "administrator");
  const templateUser = {
    id: uuidv7(),
    name: "svc-reporting",
    permissions: ["reports:read", "reports:export"],
  };
  const organization = { id: uuidv7(), name: "Headquarters" };
  // Each table in one statement: every test begins with a world, some with several.
  await db.user.createMany({
    data: [
      ...people.map(({ id, name, email }) => ({
        ...{ id, name, email, passwordHash: hash, createdAt: now },
        isOperator: id === operator.id,
      })),
      { id: templateUser.id, kind: "template", name: templateUser.name, createdAt: now },
    ],
  });
  await db.membership.createMany({
    data: [
      ...people.map(({ id, role }) => ({ userId: id, role, permissions: ["reports:read"] })),
      { userId: templateUser.id, role: "member" as const, permissions: templateUser.permissions },
    ].map((one) => ({ ...one, accountId, createdAt: now })),
  });
  await db.organization.create({
    data: { id: organization.id, accountId, locator: locator(), name: organization.name, createdAt: now },
  });
  return { accountId, accountName, administrator, auditor, member, operator, templateUser, organization };
}
