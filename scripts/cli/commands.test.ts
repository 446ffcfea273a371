import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { deploymentPolicy } from "@/domain/tokens/policy";
import { parseTokenString } from "@/domain/tokens/token-string";
// @ts-expect-error Beside cli.mjs, only the extension tells which one is meant.
import { main } from "@/scripts/cli.ts";
import { signLog } from "@/services/audit/log/sign-log";
import { changePolicy } from "@/services/policy/change";
import { loadPolicy } from "@/services/policy/load";
import { plantEvent, sealAll } from "@/services/testing/audit-log";
import { testKeys } from "@/services/testing/context";
import { openWorld } from "@/services/testing/open-world";
import { makeToken, unwrap } from "@/services/testing/tokens";
import { createTenant } from "@/services/testing/world";

const root = fileURLToPath(new URL("../..", import.meta.url));
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

/** Runs a command in this process, with what it says caught: a process of its own takes seconds to begin. */
async function run(...args: string[]) {
  const said = { out: "", err: "" };
  const hear = (stream: "out" | "err") => (text: string | Uint8Array) => {
    said[stream] += text;
    return true;
  };
  const out = vi.spyOn(process.stdout, "write").mockImplementation(hear("out"));
  const err = vi.spyOn(process.stderr, "write").mockImplementation(hear("err"));
  try {
    const code = await main(root, args);
    return { code, ...said };
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
}

/** Runs with --json: standard output must be one JSON object on one line. */
async function runJson(...args: string[]) {
  const { code, out } = await run(...args, "--json");
  expect(out.trimEnd().split("\n")).toHaveLength(1);
  return { code, body: JSON.parse(out) };
}

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

describe("account policy", () => {
  const policyEvents = (accountId: string) =>
    world.db.auditEvent.findMany({ where: { accountId, action: "policy.change" }, orderBy: { id: "asc" } });

  test("shows an account's token policy beside the deployment's, and changes nothing", async () => {
    const tenant = await createTenant(world.db, world.clock, "Nimbus SA");
    const before = await world.dump();
    expect(await runJson("account", "policy", "Nimbus SA")).toEqual({
      code: 0,
      body: {
        id: tenant.accountId,
        name: "Nimbus SA",
        changed: false,
        policy: deploymentPolicy,
        deployment: deploymentPolicy,
      },
    });
    expect(await world.dump()).toBe(before);
    expect(await policyEvents(tenant.accountId)).toEqual([]);
  });

  test("changes the named values of the named account alone, with one event as cli, and binds what comes after", async () => {
    const tenant = await createTenant(world.db, world.clock, "Cumulus Oy");
    const neighbour = await createTenant(world.db, world.clock, "Altus AS");
    const theirs = { keyCap: 7, lifetimeDaysMax: 30, graceSecondsMax: 3600, keysRevealable: true };
    unwrap(await changePolicy(neighbour.administrator.context, theirs));
    const policy = ["account", "policy", tenant.accountId];
    const [cap, life] = [
      ["--key-cap", "5"],
      ["--lifetime-days", "90"],
    ] as const;
    const tight = { keyCap: 5, lifetimeDaysMax: 90, graceSecondsMax: 0, keysRevealable: false };
    const set = await runJson(...policy, ...cap, ...life, "--grace-seconds", "0", "--keys-revealable", "no");
    expect(set).toMatchObject({ code: 0, body: { id: tenant.accountId, changed: true, policy: tight } });
    expect(unwrap(await loadPolicy(tenant.auditor.context)).account).toEqual(tight);
    expect(unwrap(await loadPolicy(neighbour.auditor.context)).account).toEqual(theirs);
    expect(await policyEvents(tenant.accountId)).toMatchObject([
      {
        actorKind: "cli",
        outcome: "done",
        details: {
          before: { keyCap: 20, lifetimeDaysMax: null, graceSecondsMax: 604_800, keysRevealable: true },
          after: tight,
        },
      },
    ]);
    expect(await policyEvents(neighbour.accountId)).toHaveLength(1);
    const endless = ["token", "create", "--account", tenant.accountId, "--type", "account", "--name", "x"];
    expect(await runJson(...endless)).toMatchObject({
      code: 1,
      body: { error: { code: "expiry_beyond_policy" } },
    });

    expect((await run(...policy, "--lifetime-days", "none", "--keys-revealable", "yes")).out).toBe(
      "Cumulus Oy: API keys per organization at most 5, longest life of tokens no maximum, longest grace on rotation none, API keys shown again. Changed; tokens that exist stay as they are.\n",
    );
    expect((await run(...policy, ...cap)).out).toContain("It was so already.");
    expect(await policyEvents(tenant.accountId)).toHaveLength(2);
    expect((await runJson(...endless)).code).toBe(0);
  });

  test("refuses what the desk's form refuses, by the field's name, and changes nothing", async () => {
    await createTenant(world.db, world.clock, "Cirrostratus AB");
    const before = await world.dump();
    const events = await world.db.auditEvent.count();
    for (const [option, value, field, sentence] of [
      ["--key-cap", "21", "keyCap", "At most 20 keys: this Keydesk allows no more."],
      ["--key-cap", "0", "keyCap", "At least 1 key."],
      ["--key-cap", "2.5", "keyCap", "The cap is a whole number."],
      ["--key-cap", "none", "keyCap", "The cap is a whole number."],
      ["--lifetime-days", "", "lifetimeDaysMax", "Days are a whole number."],
      ["--lifetime-days", "3651", "lifetimeDaysMax", "At most 3650 days; for more set no maximum."],
      [
        "--grace-seconds",
        "60",
        "graceSecondsMax",
        "Choose a number of seconds: 0 (none), 3600 (1 hour), 86400 (24 hours), 604800 (7 days).",
      ],
      ["--keys-revealable", "maybe", "keysRevealable", "Choose whether API keys are shown again: yes or no."],
    ] as const) {
      // Beside a value that is good: all or nothing.
      const args = ["account", "policy", "Cirrostratus AB", "--lifetime-days", "90", option, value];
      expect(await runJson(...args), `${option} ${value}`).toMatchObject({
        code: 1,
        body: { error: { code: "invalid_input", fields: { [field]: sentence } } },
      });
    }
    expect((await run("account", "policy", "Cirrostratus AB", "--key-cap", "21")).err).toBe(
      "keyCap: At most 20 keys: this Keydesk allows no more.\n",
    );
    expect(await runJson("account", "policy", "Nobody", "--key-cap", "5")).toMatchObject({
      code: 1,
      body: { error: { code: "not_found" } },
    });
    const unnamed = await runJson("account", "policy", "--key-cap", "5");
    expect(unnamed).toMatchObject({ code: 1, body: { error: { code: "invalid_input" } } });
    expect(unnamed.body.error.message).toContain("Name one account");
    expect((await run("account", "policy", "Cirrostratus AB", "--key-caps", "5")).code).toBe(2);
    expect(await world.dump()).toBe(before);
    expect(await world.db.auditEvent.count()).toBe(events);
  });
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
