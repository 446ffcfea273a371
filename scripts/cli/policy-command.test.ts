import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { deploymentPolicy } from "@/domain/tokens/policy";
import { run, runJson } from "@/scripts/cli/testing/run-cli";
import { changePolicy } from "@/services/policy/change";
import { loadPolicy } from "@/services/policy/load";
import { openWorld } from "@/services/testing/open-world";
import { unwrap } from "@/services/testing/tokens";
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
