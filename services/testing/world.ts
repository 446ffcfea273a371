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

/**
 * Makes one more tenant, on the platform plan and with limits that no test reaches. Each table in one statement: hundreds of tests begin
 * with one.
 */
export async function createTenant(db: Database, clock: TestClock, name: string): Promise<Tenant> {
  const accountId = uuidv7();
  const locator = randomBase62(locatorLength, randomBytes);
  const organization = organizationRow(clock, accountId, `${name} production`);
  const template = templateUserRows(clock, accountId, `svc-reporting of ${name}`);
  const rows: PersonRows[] = [];
  const person = (role: Role, first: string, isOperator = false): Person => {
    const made = personRows(clock, { accountId, role, name: `${first} of ${name}`, isOperator });
    rows.push(made);
    return personOf(db, clock, made);
  };
  const people = {
    administrator: person("administrator", "Ada"),
    otherAdministrator: person("administrator", "Alan"),
    auditor: person("auditor", "Audre"),
    member: person("member", "Mel"),
    otherMember: person("member", "Max"),
    operator: person("administrator", "Olga", true),
    operatorMember: person("member", "Otto", true),
  };
  await db.account.create({
    data: { id: accountId, locator, name, plan: "platform", ...largeLimits, createdAt: clock.now },
  });
  await db.organization.create({ data: organization });
  await db.user.createMany({ data: [...rows.map(({ user }) => user), template.user] });
  await db.membership.createMany({
    data: [...rows.map(({ membership }) => membership), template.membership],
  });
  await db.session.createMany({ data: rows.map(({ session }) => session) });
  return {
    accountId,
    locator,
    organizationId: organization.id,
    organizationName: organization.name,
    ...people,
    templateUserId: template.user.id,
    templateUserName: template.user.name,
  };
}

function organizationRow(clock: TestClock, accountId: string, name: string) {
  const locator = randomBase62(locatorLength, randomBytes);
  return { id: uuidv7(), accountId, locator, name, createdAt: clock.now };
}

/** Makes an organization of an account. */
export async function createOrganization(
  db: Database,
  clock: TestClock,
  accountId: string,
  name: string,
): Promise<string> {
  const data = organizationRow(clock, accountId, name);
  await db.organization.create({ data });
  return data.id;
}

function templateUserRows(clock: TestClock, accountId: string, name: string) {
  const user = { id: uuidv7(), kind: "template" as const, name, createdAt: clock.now };
  const membership = {
    ...{ userId: user.id, accountId, role: "member" as const, createdAt: clock.now },
    permissions: ["reports:read"],
  };
  return { user, membership };
}

/** Makes a template user with the permission reports:read. */
export async function createTemplateUser(
  db: Database,
  clock: TestClock,
  accountId: string,
  name: string,
): Promise<string> {
  const { user, membership } = templateUserRows(clock, accountId, name);
  await db.user.create({ data: user });
  await db.membership.create({ data: membership });
  return user.id;
}

type Wanted = { accountId: string; role: Role; name: string; isOperator?: boolean };
type PersonRows = ReturnType<typeof personRows>;

function personRows(clock: TestClock, { accountId, role, name, isOperator = false }: Wanted) {
  const userId = uuidv7();
  const createdAt = clock.now;
  return {
    user: {
      id: userId,
      kind: "person" as const,
      email: `${userId}@example.test`,
      name,
      isOperator,
      createdAt,
    },
    membership: { userId, accountId, role, permissions: ["reports:*"], createdAt },
    session: sessionRow(clock, userId, accountId),
  };
}

function sessionRow({ now }: TestClock, userId: string, accountId: string) {
  return {
    id: uuidv7(),
    userId,
    accountId,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: new Date(now.getTime() + 7 * 86_400_000),
    reauthenticatedAt: now,
    ip: "192.0.2.10",
    userAgent: "test browser",
  };
}

function personOf(
  db: Database,
  clock: TestClock,
  {
    user: { id: userId, name },
    session: { id: sessionId },
  }: Pick<PersonRows, "session"> & {
    user: { id: string; name: string };
  },
): Person {
  const context = createTestContext(db, clock, { kind: "session", sessionId });
  return { userId, name, sessionId, context };
}

/** Makes a person with a membership and a session that was just authenticated. */
export async function createPerson(db: Database, clock: TestClock, wanted: Wanted): Promise<Person> {
  const rows = personRows(clock, wanted);
  await db.user.create({ data: rows.user });
  await db.membership.create({ data: rows.membership });
  await db.session.create({ data: rows.session });
  return personOf(db, clock, rows);
}

/** Opens a session of a user in an account; the password counts as confirmed now. */
export async function signInPerson(
  db: Database,
  clock: TestClock,
  { userId, accountId, name }: { userId: string; accountId: string; name: string },
): Promise<Person> {
  const session = sessionRow(clock, userId, accountId);
  await db.session.create({ data: session });
  return personOf(db, clock, { user: { id: userId, name }, session });
}
