import { randomBytes } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import type { Role } from "@/domain/access/actions";
import { randomBase62 } from "@/domain/tokens/alphabet";
import { locatorLength } from "@/domain/tokens/sealed-string";
import type { Database } from "@/prisma/client-factory";
import type { Context } from "@/services/kernel/context";
import { createTestClock, createTestContext, type TestClock } from "@/services/testing/context";
import { largeLimits } from "@/services/testing/large-limits";

/** A signed-in person of a tenant; `context` acts as that person, `userId` is theirs. */
export type Person = {
  readonly userId: string;
  readonly name: string;
  readonly sessionId: string;
  readonly context: Context;
};

/** An account with people of every role, template users and an organization. */
export type Tenant = {
  readonly accountId: string;
  readonly locator: string;
  readonly organizationId: string;
  readonly organizationName: string;
  readonly administrator: Person;
  readonly otherAdministrator: Person;
  readonly auditor: Person;
  readonly member: Person;
  readonly otherMember: Person;
  /** An administrator who is also an operator of the deployment. */
  readonly operator: Person;
  /** A member who is also an operator: being one adds nothing in the account. */
  readonly operatorMember: Person;
  readonly templateUserId: string;
  readonly templateUserName: string;
};

export type World = {
  readonly db: Database;
  readonly clock: TestClock;
  /** Two tenants that know nothing of each other. */
  readonly acme: Tenant;
  readonly other: Tenant;
  /** Nobody: a session that does not exist. */
  readonly stranger: Context;
  /** The operator's shell. */
  readonly cli: Context;
};

/** Makes two tenants with people, sessions, a template user and an organization each; call it once per database. */
export async function createWorld(db: Database, clock: TestClock = createTestClock()): Promise<World> {
  return {
    db,
    clock,
    acme: await createTenant(db, clock, "Acme Ltd"),
    other: await createTenant(db, clock, "Borealis AG"),
    stranger: createTestContext(db, clock, { kind: "session", sessionId: uuidv7() }),
    cli: createTestContext(db, clock, { kind: "cli" }),
  };
}

/** Makes one more tenant, on the platform plan and with limits that no test reaches. */
export async function createTenant(db: Database, clock: TestClock, name: string): Promise<Tenant> {
  const accountId = uuidv7();
  const locator = randomBase62(locatorLength, randomBytes);
  await db.account.create({
    data: { id: accountId, locator, name, plan: "platform", ...largeLimits, createdAt: clock.now },
  });
  const organizationId = await createOrganization(db, clock, accountId, `${name} production`);
  const person = (role: Role, first: string, isOperator = false) =>
    createPerson(db, clock, { accountId, role, name: `${first} of ${name}`, isOperator });
  const templateUserName = `svc-reporting of ${name}`;
  return {
    accountId,
    locator,
    organizationId,
    organizationName: `${name} production`,
    administrator: await person("administrator", "Ada"),
    otherAdministrator: await person("administrator", "Alan"),
    auditor: await person("auditor", "Audre"),
    member: await person("member", "Mel"),
    otherMember: await person("member", "Max"),
    operator: await person("administrator", "Olga", true),
    operatorMember: await person("member", "Otto", true),
    templateUserId: await createTemplateUser(db, clock, accountId, templateUserName),
    templateUserName,
  };
}

/** Makes an organization of an account. */
export async function createOrganization(
  db: Database,
  clock: TestClock,
  accountId: string,
  name: string,
): Promise<string> {
  const id = uuidv7();
  const locator = randomBase62(locatorLength, randomBytes);
  await db.organization.create({ data: { id, accountId, locator, name, createdAt: clock.now } });
  return id;
}

/** Makes a template user with the permission reports:read. */
export async function createTemplateUser(
  db: Database,
  clock: TestClock,
  accountId: string,
  name: string,
): Promise<string> {
  const id = uuidv7();
  await db.user.create({
    data: {
      id,
      kind: "template",
      name,
      createdAt: clock.now,
      memberships: {
        create: { accountId, role: "member", permissions: ["reports:read"], createdAt: clock.now },
      },
    },
  });
  return id;
}

/** Makes a person with a membership and a session that was just authenticated. */
export async function createPerson(
  db: Database,
  clock: TestClock,
  wanted: { accountId: string; role: Role; name: string; isOperator?: boolean },
): Promise<Person> {
  const userId = uuidv7();
  await db.user.create({
    data: {
      id: userId,
      kind: "person",
      email: `${userId}@example.test`,
      name: wanted.name,
      isOperator: wanted.isOperator ?? false,
      createdAt: clock.now,
      memberships: {
        create: {
          accountId: wanted.accountId,
          role: wanted.role,
          permissions: ["reports:*"],
          createdAt: clock.now,
        },
      },
    },
  });
  return signInPerson(db, clock, { ...wanted, userId });
}

/** Opens a session of a user in an account; the password counts as confirmed now. */
export async function signInPerson(
  db: Database,
  clock: TestClock,
  { userId, accountId, name }: { userId: string; accountId: string; name: string },
): Promise<Person> {
  const sessionId = uuidv7();
  await db.session.create({
    data: {
      id: sessionId,
      userId,
      accountId,
      createdAt: clock.now,
      lastSeenAt: clock.now,
      expiresAt: new Date(clock.now.getTime() + 7 * 86_400_000),
      reauthenticatedAt: clock.now,
      ip: "192.0.2.10",
      userAgent: "test browser",
    },
  });
  const context = createTestContext(db, clock, { kind: "session", sessionId });
  return { userId, name, sessionId, context };
}
