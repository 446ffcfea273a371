import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { parseTokenString } from "@/domain/tokens/token-string";
import { run, runJson } from "@/scripts/cli/testing/run-cli";
import { signLog } from "@/services/audit/log/sign-log";
import { acceptInvitation } from "@/services/invitations/accept";
import { plantEvent, sealAll } from "@/services/testing/audit-log";
import { testKeys } from "@/services/testing/context";
import { openWorld } from "@/services/testing/open-world";
import { givePassword, testPassword } from "@/services/testing/passwords";
import { addApp } from "@/services/testing/second-factors";
import { makeToken } from "@/services/testing/tokens";
import { createTenant } from "@/services/testing/world";

let world: Awaited<ReturnType<typeof openWorld>>;
beforeAll(async () => {
  world = await openWorld();
  vi.stubEnv("DATABASE_URL", world.url);
  vi.stubEnv("KEYDESK_MASTER_KEY", Buffer.alloc(32, 7).toString("base64"));
  vi.stubEnv("KEYDESK_DATA_DIR", "/nonexistent");
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await world.close();
});

const digestOf = async (tokenId: string) =>
  Buffer.from((await world.db.tokenSecret.findFirstOrThrow({ where: { tokenId } })).digest);
const trailOf = (targetId: string) =>
  world.db.auditEvent.findMany({ where: { targetId }, orderBy: { id: "asc" } });

describe("token create", () => {
  test("makes each kind of token with a secret that works, written to the trail as cli", async () => {
    const { member, accountId } = world.acme;
    const { email } = await world.db.user.findUniqueOrThrow({ where: { id: member.userId } });
    for (const [type, ...rest] of [
      ["impersonation", "--user", world.acme.templateUserName],
      ["personal", "--user", String(email)],
      ["organization", "--organization", world.acme.organizationName],
      ["account"],
    ] as const) {
      const { code, body } = await runJson(
        "token",
        "create",
        "--account",
        "Acme Ltd",
        "--type",
        type,
        "--name",
        `By ${type}`,
        ...rest,
      );
      expect([code, body.type, body.name, body.account.id]).toEqual([0, type, `By ${type}`, accountId]);
      expect(parseTokenString(body.secret)?.type).toBe(type);
      expect(await digestOf(body.id)).toEqual(testKeys.digest(body.secret));
      expect(await trailOf(body.id)).toMatchObject([{ action: "token.create", actorKind: "cli", accountId }]);
    }
  });

  test("for people, the secret stands alone on the first line, and whether it is shown again on the last", async () => {
    const make = async (type: string, ...rest: string[]) => {
      const account = ["--account", world.acme.accountId];
      const { code, out } = await run("token", "create", ...account, "--type", type, "--name", "x", ...rest);
      expect(code).toBe(0);
      expect(parseTokenString(out.split("\n")[0]!)?.type).toBe(type);
      return out;
    };
    expect(await make("account")).toContain("It is not shown again.");
    const key = await make("api_key", "--organization", world.acme.organizationName);
    expect(key).not.toContain("not shown again");
    expect(key).toContain("look at it again");
  });

  test("refuses what cannot be with a sentence, exit code 1, and changes nothing", async () => {
    const before = await world.dump();
    for (const [args, code, sentence] of [
      [
        ["--account", "Nobody", "--type", "account", "--name", "x"],
        "not_found",
        "There is no account Nobody.",
      ],
      [["--type", "account", "--name", "x"], "invalid_input", "Name one account"],
      [["--account", "Acme Ltd", "--type", "gateway", "--name", "x"], "invalid_input", "gateway create"],
      [
        ["--account", "Acme Ltd", "--type", "personal", "--name", "x", "--user", "no@example.test"],
        "not_found",
        "no@example.test",
      ],
      [["--account", "Acme Ltd", "--type", "account", "--name", ""], "invalid_input", "name"],
      [
        ["--account", "Acme Ltd", "--type", "account", "--name", "x", "--organization", "Acme Stores"],
        "invalid_input",
        "Account tokens are bound to no organization.",
      ],
    ] as const) {
      const answer = await runJson("token", "create", ...args);
      expect(answer).toMatchObject({ code: 1, body: { error: { code } } });
      expect(answer.body.error.message).toContain(sentence);
    }
    expect(await world.dump()).toBe(before);
  });

  test("called wrongly it says how to call it, exit code 2", async () => {
    const { code, out, err } = await run("token", "create", "--name", "x");
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain("--type");
  });
});

test("token revoke ends a token of any account, in use or not, once", async () => {
  const token = await makeToken(world.other, { type: "api_key" });
  const { id } = token;
  expect(await runJson("token", "revoke", id)).toEqual({
    code: 0,
    body: { id, name: "Nightly sync", revoked: true },
  });
  const row = await world.db.token.findUniqueOrThrow({ where: { id }, include: { secrets: true } });
  expect(row.deletedAt).not.toBeNull();
  expect(row.secrets.map((secret) => secret.destroyedAt)).not.toContain(null);
  expect((await trailOf(id)).at(-1)).toMatchObject({ action: "token.delete", actorKind: "cli" });
  expect(await runJson("token", "revoke", id)).toMatchObject({
    code: 1,
    body: { error: { code: "token_deleted" } },
  });
  expect(await runJson("token", "revoke", "nonsense")).toMatchObject({
    code: 1,
    body: { error: { code: "invalid_input" } },
  });
});

test("gateway create makes one for every account, or for the one that is named; revoking its token removes it", async () => {
  const everywhere = await runJson("gateway", "create", "--name", "Edge");
  expect(everywhere).toMatchObject({ code: 0, body: { name: "Edge", forDeployment: true } });
  expect(await digestOf(everywhere.body.tokenId)).toEqual(testKeys.digest(everywhere.body.secret));
  const one = await runJson("gateway", "create", "--name", "Branch", "--account", "Borealis AG");
  expect(one).toMatchObject({
    code: 0,
    body: { forDeployment: false, account: { id: world.other.accountId } },
  });
  expect((await runJson("token", "revoke", one.body.tokenId)).code).toBe(0);
  expect((await world.db.gateway.findUniqueOrThrow({ where: { id: one.body.id } })).deletedAt).not.toBeNull();
  expect((await trailOf(one.body.id)).map((event) => event.action)).toEqual([
    "gateway.create",
    "gateway.delete",
  ]);
});

test("user reset-mfa removes the second factors of the person with that e-mail, of nobody else, and says so in the trail", async () => {
  const people = [world.acme.member, world.other.auditor];
  for (const [i, { userId, context }] of people.entries()) {
    await givePassword(world.db, userId, `factor${i}@example.test`);
    await addApp(context);
  }
  const { userId, name } = world.acme.member;
  const { code, body } = await runJson("user", "reset-mfa", "Factor0@example.test");
  expect([code, body]).toEqual([0, { id: userId, email: "factor0@example.test", name, sessionsEnded: 1 }]);
  expect(await world.db.secondFactor.findMany({ select: { userId: true } })).toEqual([
    { userId: world.other.auditor.userId },
  ]);
  expect(await trailOf(userId)).toContainEqual(
    expect.objectContaining({ action: "user.reset_second_factors", actorKind: "cli" }),
  );
  const again = await runJson("user", "reset-mfa", "factor0@example.test");
  expect(again).toMatchObject({ code: 1, body: { error: { code: "conflict" } } });
  const nobody = await runJson("user", "reset-mfa", "nobody@example.test");
  expect(nobody).toMatchObject({ code: 1, body: { error: { code: "not_found" } } });
});

describe("account create", () => {
  const create = ["account", "create", "--name"];

  test("makes an account with its plan, and a link that lets its first administrator in, somebody of another account too", async () => {
    const email = "mira.two@example.test";
    await givePassword(world.db, world.acme.member.userId, email);
    const plan = ["--plan", "platform", "--licensed-assets", "250"];
    const { code, body } = await runJson(...create, "Dune Ltd", "--administrator", email, ...plan);
    expect([code, body.name, body.plan, body.administrator]).toEqual([0, "Dune Ltd", "platform", email]);
    expect(await world.db.account.findUniqueOrThrow({ where: { id: body.id } })).toMatchObject({
      locator: body.locator,
      licensedAssets: 250,
    });
    expect(
      await world.db.auditEvent.findMany({ where: { accountId: body.id }, orderBy: { id: "asc" } }),
    ).toMatchObject([
      { action: "account.create", actorKind: "cli", details: { plan: "platform", licensedAssets: 250 } },
      { action: "user.invite", actorKind: "cli", targetName: email, details: { role: "administrator" } },
    ]);
    const secret = new URL(body.link).hash.slice(1);
    expect(
      JSON.stringify(await world.db.auditEvent.findMany({ where: { accountId: body.id } })),
    ).not.toContain(secret);
    const joined = await acceptInvitation(world.stranger, { secret, password: testPassword });
    expect(joined).toMatchObject({ ok: true });
    expect(
      await world.db.membership.findFirstOrThrow({
        where: { accountId: body.id, userId: world.acme.member.userId },
      }),
    ).toMatchObject({ role: "administrator", removedAt: null });
  });

  test("for people, the link stands alone on the first line", async () => {
    const { code, out } = await run(...create, "Ebb Ltd", "--administrator", "ebb@example.test");
    expect([code, out.split("\n")[0]]).toEqual([0, expect.stringMatching(/^https?:\S+\/invitation#\S+$/)]);
    expect(out).toContain("community plan");
  });

  test("refuses what cannot be, and makes nothing", async () => {
    const before = await world.dump();
    for (const args of [
      ["", "--administrator", "a@example.test"],
      ["Fen Ltd", "--administrator", "nobody"],
      ["Fen Ltd", "--administrator", "a@example.test", "--plan", "gold"],
      ["Fen Ltd", "--administrator", "a@example.test", "--licensed-assets", "many"],
    ])
      expect(await runJson(...create, ...args)).toMatchObject({
        code: 1,
        body: { error: { code: "invalid_input" } },
      });
    expect((await run(...create, "Fen Ltd")).code).toBe(2);
    expect(await world.dump()).toBe(before);
  });
});

test("account set changes plan and limits, and refuses what is no number", async () => {
  const tenant = await createTenant(world.db, world.clock, "Cirrus GmbH");
  const set = ["account", "set", "Cirrus GmbH"];
  const changed = await runJson(
    ...set,
    "--plan",
    "professional",
    "--licensed-assets",
    "250",
    "--requests-per-minute",
    "60",
    "--requests-per-ip",
    "500",
  );
  const { err } = await run(...set, "--plan", "gold");
  // Once, though it is about one option alone.
  expect(err).toBe("plan: The plan is one of community, professional, platform.\n");
  const limits = { plan: "professional", licensedAssets: 250, requestsPerMinute: 60, requestsPerIp: 500 };
  expect(changed).toMatchObject({ code: 0, body: { id: tenant.accountId, ...limits } });
  expect(await world.db.account.findUniqueOrThrow({ where: { id: tenant.accountId } })).toMatchObject(limits);
  for (const args of [
    ["--licensed-assets", "many"],
    ["--licensed-assets", ""],
    ["--requests-per-minute", "0"],
    ["--plan", "gold"],
    [],
  ]) {
    expect(await runJson(...set, ...args)).toMatchObject({
      code: 1,
      body: { error: { code: "invalid_input" } },
    });
  }
});

test("audit key rotate replaces the key that signs the logs, and audit key list shows each with its time", async () => {
  expect(await runJson("audit", "key", "list")).toEqual({ code: 0, body: { keys: [] } });
  const early = await runJson("audit", "key", "rotate");
  expect(early).toMatchObject({ code: 1, body: { error: { code: "not_found" } } });
  await plantEvent(world, world.acme.accountId);
  await sealAll(world);
  await signLog(world.cli, world.acme.accountId, world.clock.now);
  const first = await runJson("audit", "key", "rotate");
  expect(first).toMatchObject({
    code: 0,
    body: { handover: expect.stringMatching(/^keydesk-audit-key\/1\n/) },
  });
  const second = await runJson("audit", "key", "rotate", "--compromised");
  expect(second).toMatchObject({ code: 0, body: { handover: null, retiredPublicKey: first.body.publicKey } });
  const listed = await runJson("audit", "key", "list");
  expect(listed.body.keys).toMatchObject([
    { pem: second.body.publicKey, current: true, until: null, compromised: false },
    { pem: first.body.publicKey, current: false, compromised: true },
    { pem: first.body.retiredPublicKey, current: false, compromised: false },
  ]);
  expect((await run("audit", "key", "list")).out).toMatch(/^Signs since [\s\S]*; compromised\n-----BEGIN/);
});

test("seed fills an account and prints as many working tokens as asked", async () => {
  const tenant = await createTenant(world.db, world.clock, "Stratus BV");
  const { code, body } = await runJson("seed", "--tokens", "500", "--account", "Stratus BV", "--print", "2");
  expect([code, body.tokens, body.working.length]).toEqual([0, 500, 2]);
  expect(await world.db.token.count({ where: { accountId: tenant.accountId } })).toBe(500);
  for (const { id, secret } of body.working) expect(await digestOf(id)).toEqual(testKeys.digest(secret));
});

test("a database that goes away while a command runs is told in words, and in JSON", async () => {
  const { id } = await makeToken(world.acme, { name: "Ends with the database" });
  await world.run(`CREATE FUNCTION go_away() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$`);
  await world.run(
    'CREATE TRIGGER go_away BEFORE INSERT ON "AuditEvent" FOR EACH ROW EXECUTE FUNCTION go_away()',
  );
  try {
    const told = await run("token", "revoke", id);
    expect(told.code).toBe(1);
    expect(await runJson("token", "revoke", id)).toMatchObject({
      code: 1,
      body: { error: { code: "database_unavailable" } },
    });
    expect(told.err).toMatch(
      /^The database went away while the command ran; whether it was carried out is not known\.\n→ /,
    );
  } finally {
    await world.run('DROP TRIGGER go_away ON "AuditEvent"');
  }
});
