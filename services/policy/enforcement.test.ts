import { expect, test } from "vitest";
import { typeRule } from "@/domain/tokens/types";
import { changePolicy } from "@/services/policy/change";
import { makeApiClient, obtainToken } from "@/services/testing/api-clients";
import { openTenantPerTest } from "@/services/testing/tenant-per-test";
import { codeOf, makeToken, unwrap } from "@/services/testing/tokens";
import { actOnTokens } from "@/services/tokens/bulk";
import { createToken } from "@/services/tokens/create";
import { deleteToken } from "@/services/tokens/delete";
import { disableToken } from "@/services/tokens/disable";
import { editToken } from "@/services/tokens/edit";
import { extendRotation } from "@/services/tokens/extend-rotation";
import { listApiKeys } from "@/services/tokens/list-api-keys";
import { revealToken } from "@/services/tokens/reveal";
import { rotateToken } from "@/services/tokens/rotate";
import { rotateTokens } from "@/services/tokens/rotate-many";

const given = openTenantPerTest();
const { admin, inSeconds } = given;
const day = 86_400;
const set = async (policy: object) => unwrap(await changePolicy(admin(), policy));
const makeKey = (name: string, tenant = given.tenant) =>
  createToken(tenant.administrator.context, {
    type: "api_key",
    name,
    organizationId: tenant.organizationId,
  });
const makeKeys = (count: number) =>
  Promise.all(Array.from({ length: count }, (_, i) => makeKey(`Key ${i}`).then(unwrap)));

// Of this database alone: others run beside it on the same server.
const waiters = async () =>
  (
    await given.world.run(
      `SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = 'advisory'
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    )
  ).length;

test("ten creations at once under a cap of 3 make exactly three; another account has its own cap", async () => {
  await set({ keyCap: 3 });
  const results = await Promise.all(Array.from({ length: 10 }, (_, i) => makeKey(`Key ${i}`)));
  expect(results.map(codeOf).sort()).toEqual([...Array(7).fill("cap_reached"), "done", "done", "done"]);
  const { acme } = given.world;
  for (let i = 0; i < 4; i++) unwrap(await makeKey(`Key ${i}`, acme));
});

test("a cap below what is there takes no key away, and refuses new ones until there is room", async () => {
  const keys = await makeKeys(4);
  await set({ keyCap: 3 });
  const page = unwrap(await listApiKeys(admin(), {}));
  expect([page.keys.length, page.organization?.keyCap]).toEqual([4, 3]);
  const refused = await makeKey("One more");
  expect(refused).toMatchObject({ ok: false, refusal: { code: "cap_reached" } });
  expect(!refused.ok && refused.refusal.message).toContain("has 4 of 3 keys. Delete 2 first");
  for (const [i, code] of ["cap_reached", "done"].entries()) {
    unwrap(await disableToken(admin(), { tokenId: keys[i]!.id }));
    unwrap(await deleteToken(admin(), { tokenId: keys[i]!.id }));
    expect(codeOf(await makeKey(`After ${i}`))).toBe(code);
  }
});

test("the cap holds in the database, past the service", async () => {
  const { run } = given.world;
  const { accountId, organizationId } = given.tenant;
  const insert = (name: string) =>
    run(
      `INSERT INTO "Token" ("id", "accountId", "organizationId", "type", "name", "createdByName", "createdAt", "updatedAt", "prefix", "last4")
       VALUES (gen_random_uuid(), $1, $2, 'api_key', $3, 'Somebody', now(), now(), 'PK', 'abcd')`,
      [accountId, organizationId, name],
    );
  await set({ keyCap: 1 });
  await insert("First");
  await expect(insert("Second")).rejects.toThrow("1 of 1 keys");
});

test("a token of any type is made within the longest life, and refused beyond it or without an expiry", async () => {
  await set({ lifetimeDaysMax: 30 });
  const { tenant } = given;
  const types = ["impersonation", "api_key", "export", "download", "organization", "account"] as const;
  const wanted = types.map((type) => ({
    type,
    name: type,
    organizationId: typeRule(type).belongsTo === "organization" ? tenant.organizationId : null,
    actsAsUserId: type === "impersonation" ? tenant.templateUserId : null,
  }));
  for (const each of wanted) {
    for (const expiresAt of [null, inSeconds(31 * day)]) {
      const refused = await createToken(admin(), { ...each, expiresAt });
      expect(refused, each.type).toMatchObject({
        ok: false,
        refusal: {
          code: "expiry_beyond_policy",
          message: expect.stringContaining(inSeconds(30 * day).toISOString()),
          fields: { expiresAt: expect.stringContaining("30 days") },
        },
      });
    }
    expect(codeOf(await createToken(admin(), { ...each, expiresAt: inSeconds(30 * day) }))).toBe("done");
  }
  const personal = { type: "personal", name: "Mine" };
  expect(codeOf(await createToken(tenant.member.context, personal))).toBe("expiry_beyond_policy");
  expect(codeOf(await createToken(given.world.cli, wanted[5], { accountId: tenant.accountId }))).toBe(
    "expiry_beyond_policy",
  );
  await makeToken(given.world.acme);
});

test("what API clients obtain ends after an hour as before, under the shortest longest life", async () => {
  const client = await makeApiClient(given.tenant);
  await set({ lifetimeDaysMax: 1 });
  const { id } = await obtainToken(given.world, client);
  expect((await given.rowOf(id)).expiresAt).toEqual(inSeconds(3600));
});

test("an expiry that is set by hand lies within the longest life, of one token and of many; others stay as they are", async () => {
  const [forever, late] = [
    await makeToken(given.tenant),
    await makeToken(given.tenant, { expiresAt: inSeconds(300 * day) }),
  ];
  await set({ lifetimeDaysMax: 30 });
  const edit = (tokenId: string, more: object) => editToken(admin(), { tokenId, ...more });
  // Its expiry is as it was, so that a form which sends every field goes through.
  expect(codeOf(await edit(late.id, { name: "Renamed", expiresAt: inSeconds(300 * day) }))).toBe("done");
  expect(codeOf(await edit(forever.id, { notes: "Checked", expiresAt: null }))).toBe("done");
  expect(codeOf(await edit(late.id, { expiresAt: inSeconds(200 * day) }))).toBe("expiry_beyond_policy");
  expect(codeOf(await edit(late.id, { expiresAt: null }))).toBe("expiry_beyond_policy");
  const setAll = (expiresAt: Date | null) =>
    actOnTokens(admin(), { action: "set_expiry", tokenIds: [forever.id, late.id], expiresAt });
  for (const expiresAt of [null, inSeconds(31 * day)])
    expect(codeOf(await setAll(expiresAt))).toBe("expiry_beyond_policy");
  expect((await given.rowOf(late.id)).expiresAt).toEqual(inSeconds(300 * day));
  expect(unwrap(await setAll(inSeconds(30 * day))).changed).toBe(2);
});

test("a rotation keeps the token's expiry, also none, under any longest life", async () => {
  const forever = await makeToken(given.tenant);
  await set({ lifetimeDaysMax: 1 });
  expect(unwrap(await rotateToken(admin(), { tokenId: forever.id })).expiresAt).toBeNull();
});

test("an old secret gets no more time at once than the longest grace; to end it at once is always possible", async () => {
  const token = await makeToken(given.tenant);
  const rotate = (graceSeconds: number) => rotateToken(admin(), { tokenId: token.id, graceSeconds });
  const extend = (graceSeconds: number) => extendRotation(admin(), { tokenId: token.id, graceSeconds });
  await set({ graceSecondsMax: 3600 });
  expect(await rotate(day)).toMatchObject({
    refusal: {
      code: "grace_beyond_policy",
      fields: { graceSeconds: "must be at most 3600, as the account's token policy has it" },
    },
  });
  const { graceUntil } = unwrap(await rotate(3600));
  expect(codeOf(await extend(day))).toBe("grace_beyond_policy");
  await set({ graceSecondsMax: 0 });
  // What was under way ends when it was going to.
  const [old] = await given.secretsOf(token.id);
  expect(old?.retiresAt).toEqual(graceUntil);
  for (const verb of [rotate, extend]) expect(codeOf(await verb(3600))).toBe("grace_beyond_policy");
  expect(codeOf(await rotate(0))).toBe("done");
  const elsewhere = await makeToken(given.world.acme);
  const { context } = given.world.acme.administrator;
  expect(codeOf(await rotateToken(context, { tokenId: elsewhere.id, graceSeconds: 604_800 }))).toBe("done");
});

test("where API keys are shown once none is revealed, the present ones neither; they stay kept, and are shown when that is allowed again", async () => {
  const [key] = await makeKeys(1);
  const reveal = () => revealToken(admin(), { tokenId: key!.id });
  unwrap(await reveal());
  await set({ keysRevealable: false });
  expect(codeOf(await reveal())).toBe("display_forbidden");
  const [secret] = await given.secretsOf(key!.id);
  expect(secret?.destroyedAt).toBeNull();
  const events = { accountId: given.tenant.accountId, action: "token.reveal" };
  expect(await given.world.db.auditEvent.count({ where: events })).toBe(1);
  const { acme } = given.world;
  const theirs = await makeToken(acme, { type: "api_key" });
  unwrap(await revealToken(acme.administrator.context, { tokenId: theirs.id }));
  await set({ keysRevealable: true });
  expect(unwrap(await reveal()).secret).toBe(key!.secret);
});

test("each answer with a secret says whether it can be shown again, as the policy has it that bound it", async () => {
  const [key] = await makeKeys(1);
  const other = await makeToken(given.tenant, { type: "account" });
  const answers = async () => {
    const both = await given.world.db.token.findMany({ where: { id: { in: [key!.id, other.id] } } });
    const tokens = both.map(({ id, last4 }) => ({ tokenId: id, expectedLast4: last4 }));
    const many = unwrap(await rotateTokens(admin(), { tokens })).tokens;
    return {
      made: unwrap(await makeKey("Another")).shownOnce,
      rotated: unwrap(await rotateToken(admin(), { tokenId: key!.id })).shownOnce,
      many: Object.fromEntries(many.map(({ type, shownOnce }) => [type, shownOnce])),
    };
  };
  expect(other.shownOnce).toBe(true);
  const again = { made: false, rotated: false, many: { api_key: false, account: true } };
  const once = { made: true, rotated: true, many: { api_key: true, account: true } };
  expect(await answers()).toEqual(again);
  await set({ keysRevealable: false });
  expect(await answers()).toEqual(once);
  await set({ keysRevealable: true });
  expect(await answers()).toEqual(again);
});

test("a rotation that is under way says what holds after it: a change of the policy waits for its answer", async () => {
  const [key] = await makeKeys(1);
  const { run } = given.world;
  await run(`BEGIN; LOCK TABLE "TokenSecretCiphertext" IN SHARE MODE`);
  try {
    const rotation = rotateToken(admin(), { tokenId: key!.id });
    await given.world.someoneWaitsFor("TokenSecretCiphertext");
    let isChanged = false;
    const change = set({ keysRevealable: false }).then(() => {
      isChanged = true;
    });
    await expect.poll(waiters).toBe(1);
    expect(isChanged).toBe(false);
    await run("COMMIT");
    expect(unwrap(await rotation).shownOnce).toBe(false);
    await change;
  } finally {
    await run("ROLLBACK");
  }
});

test("a change waits for what is under way, and binds what comes after its answer", async () => {
  const { run } = given.world;
  const wanted = { type: "account", name: "Under way" };
  await run(`BEGIN; LOCK TABLE "Token" IN SHARE MODE`);
  try {
    const first = createToken(admin(), wanted);
    await given.world.someoneWaitsFor("Token");
    let isAnswered = false;
    const change = set({ lifetimeDaysMax: 30 }).then(() => {
      isAnswered = true;
    });
    await expect.poll(waiters).toBe(1);
    expect(isAnswered).toBe(false);
    // It queues behind the change, whose answer it must not outrun.
    const second = createToken(admin(), wanted);
    await expect.poll(waiters).toBe(2);
    await run("COMMIT");
    expect(codeOf(await first)).toBe("done");
    await change;
    expect(codeOf(await second)).toBe("expiry_beyond_policy");
  } finally {
    await run("ROLLBACK");
  }
});
