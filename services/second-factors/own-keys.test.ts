import { spawnSync } from "node:child_process";
import { createPrivateKey, randomBytes, sign, X509Certificate } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { keyAnswerSecondsMax, recoveryCodeCount, secondFactorsMax } from "@/domain/second-factors/bounds";
import type { Context } from "@/services/kernel/context";
import { loadActor } from "@/services/kernel/load-actor";
import { beginKey } from "@/services/second-factors/begin-key";
import { confirmKey } from "@/services/second-factors/confirm-key";
import { askToConfirmByKey } from "@/services/second-factors/key-questions";
import { listOwnSecondFactors } from "@/services/second-factors/list-own";
import { removeSecondFactor } from "@/services/second-factors/remove";
import { renewRecoveryCodes } from "@/services/second-factors/renew-recovery-codes";
import { reauthenticate } from "@/services/sessions/reauthenticate";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { givePassword, testPassword } from "@/services/testing/passwords";
import { addApp } from "@/services/testing/second-factors";
import { addKey, type Deviation, plantKey, TestSecurityKey } from "@/services/testing/security-keys";
import { codeOf, unwrap } from "@/services/testing/tokens";
import { withUnwritableAudit } from "@/services/testing/unwritable-audit";
import { createPerson, signInPerson } from "@/services/testing/world";

let world: OpenWorld;
let count = 0;
const password = testPassword;
beforeAll(async () => {
  world = await openWorld({ connectionsMax: 20 });
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.db.rateLimit.deleteMany();
});

async function someone() {
  const { accountId } = world.acme;
  const name = `Kim ${++count}`;
  const person = await createPerson(world.db, world.clock, { accountId, role: "member", name });
  await givePassword(world.db, person.userId, `kim${count}@acme.test`);
  return person;
}
const begin = async (context: Context, name = "Blue key") =>
  unwrap(await beginKey(context, { name, password }));
const ask = async (context: Context) => unwrap(await askToConfirmByKey(context));
const own = async (context: Context) => unwrap(await listOwnSecondFactors(context));
const isAlive = async (context: Context) =>
  (await loadActor(world.db, context.claim, world.clock.now, false)) !== null;
const later = (seconds: number) => world.clock.advance(seconds);
const lastEvent = (actorId: string) =>
  world.db.auditEvent.findFirst({ where: { actorId }, orderBy: { id: "desc" } });
const as = (context: Context, { sessionId }: { sessionId: string }): Context => ({
  ...context,
  claim: { kind: "session", sessionId },
});
const at = (context: Context, deskUrl: string): Context => ({
  ...context,
  config: { ...context.config, deskUrl },
});

// A certificate as makers of keys have them (WebAuthn §8.2.1).
function makeMaker() {
  const { stdout, stderr } = spawnSync(
    "openssl",
    [
      ...["req", "-new", "-x509", "-noenc", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
      ...["-subj", "/C=SE/O=Keys/OU=Authenticator Attestation/CN=Key", "-keyout", "-"],
      ...["-addext", "basicConstraints=critical,CA:FALSE"],
    ],
    { encoding: "utf8" },
  );
  if (!stdout.includes("BEGIN CERTIFICATE")) throw new Error(stderr);
  const pem = (what: string) =>
    new RegExp(`-----BEGIN ${what}-----[^-]+-----END ${what}-----`).exec(stdout)![0];
  return {
    privateKey: createPrivateKey(pem("PRIVATE KEY")),
    certificate: new X509Certificate(pem("CERTIFICATE")).raw,
  };
}

// What no answer may say, new or not: each names another place, moment or purpose.
const deviations: readonly [string, Deviation][] = [
  ["another challenge", { challenge: randomBytes(32).toString("base64url") }],
  ["another origin", { origin: "https://localhost.evil.example" }],
  ["another port", { origin: "http://localhost:1" }],
  ["another desk", { rpId: "evil.example" }],
  ["a page in a frame of another", { crossOrigin: true }],
  ["nobody there", { flags: 0 }],
];

describe("adding a security key", () => {
  it("wants the password and the key's answer; then brings recovery codes, ends other sessions and goes on under a new id", async () => {
    const person = await someone();
    const other = await signInPerson(world.db, world.clock, { ...person, accountId: world.acme.accountId });
    const key = new TestSecurityKey();
    const { id, question } = await begin(person.context);
    expect(question).toMatchObject({
      rp: { id: "localhost", name: "Keydesk localhost" },
      user: { name: `kim${count}@acme.test`, displayName: person.name },
      attestation: "none",
      authenticatorSelection: { residentKey: "discouraged", userVerification: "preferred" },
      excludeCredentials: [],
    });
    expect(await lastEvent(person.userId)).toMatchObject({
      action: "second_factor.begin",
      details: { kind: "security key", name: "Blue key" },
    });
    expect(await own(person.context)).toEqual({ factors: [], recoveryCodesLeft: 0 });
    const confirmed = unwrap(await confirmKey(person.context, { id, key: key.register(question) }));
    expect(confirmed.sessionsEnded).toBe(1);
    expect(await isAlive(other.context)).toBe(false);
    expect(await isAlive(person.context)).toBe(false);
    expect(new Set(confirmed.recoveryCodes).size).toBe(recoveryCodeCount);
    const context = as(person.context, confirmed);
    expect(await own(context)).toMatchObject({
      factors: [{ id, kind: "key", name: "Blue key" }],
      recoveryCodesLeft: recoveryCodeCount,
    });
    expect(await lastEvent(person.userId)).toMatchObject({
      action: "second_factor.add",
      details: { kind: "security key", name: "Blue key", sessions: 1 },
    });
    const again = await begin(context, "Red key");
    expect(again.question.excludeCredentials).toMatchObject([{ id: key.id, transports: ["usb", "nfc"] }]);
  });

  it.each(["ES256", "EdDSA", "RS256"] as const)("takes keys that sign by %s", async (algorithm) => {
    const { context, key } = await addKey((await someone()).context, new TestSecurityKey(algorithm));
    expect(codeOf(await reauthenticate(context, { key: key.answer(await ask(context)) }))).toBe("done");
  });

  it.each([...deviations, ["what keys answer that one has", { type: "webauthn.get" }] as const])(
    "takes no answer for %s, and the question is spent",
    async (_, deviation) => {
      const { context, userId } = await someone();
      const key = new TestSecurityKey();
      const { id, question } = await begin(context);
      const wrong = await confirmKey(context, { id, key: key.register(question, deviation) });
      expect(codeOf(wrong)).toBe("invalid_credentials");
      expect(codeOf(await confirmKey(context, { id, key: key.register(question) }))).toBe("not_found");
      expect(await world.db.securityKey.count({ where: { factor: { userId } } })).toBe(0);
      expect(await own(context)).toMatchObject({ factors: [] });
    },
  );

  it("takes no key that comes with its maker's certificate, which nobody asked for", async () => {
    const { context } = await someone();
    const { id, question } = await begin(context);
    const maker = makeMaker();
    const attest = (signed: Buffer) => {
      const attStmt = new Map<string, number | Uint8Array | Uint8Array[]>([
        ["alg", -7],
        ["sig", sign("sha256", signed, maker.privateKey)],
        ["x5c", [maker.certificate]],
      ]);
      return { fmt: "packed", attStmt };
    };
    const key = new TestSecurityKey().register(question, { attest });
    expect(codeOf(await confirmKey(context, { id, key }))).toBe("invalid_credentials");
  });

  it("takes no answer for a key that another person began, ten minutes late, twice, or after it was begun anew", async () => {
    const [person, stranger] = [await someone(), await someone()];
    const key = new TestSecurityKey();
    const first = await begin(person.context);
    const answer = key.register(first.question);
    expect(codeOf(await confirmKey(stranger.context, { id: first.id, key: answer }))).toBe("not_found");
    const second = await begin(person.context);
    expect(codeOf(await confirmKey(person.context, { id: first.id, key: answer }))).toBe("not_found");
    expect(codeOf(await confirmKey(person.context, { id: second.id, key: answer }))).toBe(
      "invalid_credentials",
    );
    const third = await begin(person.context);
    later(keyAnswerSecondsMax);
    const late = await confirmKey(person.context, { id: third.id, key: key.register(third.question) });
    expect(codeOf(late)).toBe("not_found");
    const fourth = await begin(person.context);
    const good = { id: fourth.id, key: key.register(fourth.question) };
    const both = await Promise.all([confirmKey(person.context, good), confirmKey(person.context, good)]);
    expect(both.filter((result) => result.ok)).toHaveLength(1);
  });

  it("takes no key that is added already, by whomever", async () => {
    const [person, stranger] = [await someone(), await someone()];
    const { key } = await addKey(person.context);
    const { id, question } = await begin(stranger.context);
    const result = await confirmKey(stranger.context, { id, key: key.register(question) });
    expect(codeOf(result)).toBe("conflict");
    expect(await own(stranger.context)).toMatchObject({ factors: [], recoveryCodesLeft: 0 });
    expect(await isAlive(stranger.context)).toBe(true);
  });

  it("refuses a wrong password, names that cannot be, answers of no form, and one more than the cap", async () => {
    const { context, userId } = await someone();
    expect(codeOf(await beginKey(context, { name: "Key", password: "wrong" }))).toBe("invalid_credentials");
    expect(codeOf(await beginKey(context, { name: " ", password }))).toBe("invalid_input");
    const { id, question } = await begin(context);
    const good = new TestSecurityKey().register(question);
    for (const key of [
      undefined,
      "x",
      { ...good, id: "a=" },
      { ...good, type: "password" },
      { ...good, response: { ...good.response, attestationObject: "x".repeat(30_000) } },
    ])
      expect(codeOf(await confirmKey(context, { id, key }))).toBe("invalid_input");
    for (let i = 0; i < secondFactorsMax; i++) await plantKey(world.db, userId, world.clock.now);
    expect(codeOf(await beginKey(context, { name: "Key", password }))).toBe("cap_reached");
  });

  it("changes nothing when the audit trail cannot be written", async () => {
    const { context, userId } = await someone();
    const { id, question } = await begin(context);
    const key = new TestSecurityKey().register(question);
    await withUnwritableAudit(world, () => expect(confirmKey(context, { id, key })).rejects.toThrow());
    expect(await world.db.securityKey.count({ where: { factor: { userId } } })).toBe(0);
    expect(await world.db.recoveryCode.count({ where: { userId } })).toBe(0);
    expect(await isAlive(context)).toBe(true);
  });

  it.each([
    ["http://keydesk.example", "plain http"],
    ["https://192.0.2.7", "a number"],
    ["https://[2001:db8::7]:3000", "a number"],
  ])("is refused in a sentence at %s", async (deskUrl, reason) => {
    const { context } = await someone();
    expect(await beginKey(at(context, deskUrl), { name: "Key", password })).toMatchObject({
      refusal: { code: "conflict", message: expect.stringContaining(reason) },
    });
  });

  it("is for the configured address, whatever a request says of itself", async () => {
    const { context } = await someone();
    const there = at(context, "https://desk.example.com:8443/");
    const { id, question } = await begin(there);
    expect(question.rp.id).toBe("desk.example.com");
    const key = new TestSecurityKey();
    const origin = "https://desk.example.com:8443";
    expect(codeOf(await confirmKey(there, { id, key: key.register(question, { origin }) }))).toBe("done");
  });
});

describe("confirming who one is, with a security key", () => {
  it("takes its answer once, for the session that asked, and says so in the trail", async () => {
    const person = await someone();
    const { context, key, id } = await addKey(person.context);
    const refusal = await reauthenticate(context, { password });
    expect(refusal).toMatchObject({ refusal: { code: "second_step_required" } });
    later(60);
    const question = await ask(context);
    expect(question).toMatchObject({
      rpId: "localhost",
      userVerification: "preferred",
      allowCredentials: [{ id: key.id, transports: ["usb", "nfc"] }],
    });
    const answer = key.answer(question);
    const next = as(context, unwrap(await reauthenticate(context, { key: answer })));
    expect(await lastEvent(person.userId)).toMatchObject({
      action: "session.confirm_code",
      details: { secondStep: "a security key" },
    });
    expect((await own(next)).factors).toMatchObject([{ id, lastUsedAt: world.clock.now }]);
    expect(codeOf(await reauthenticate(next, { key: answer }))).toBe("invalid_credentials");
    expect(await lastEvent(person.userId)).toMatchObject({
      action: "session.confirm_code_failed",
      outcome: "refused",
      details: { reason: "wrong answer of a security key" },
    });
    // A question of the session that is over is none of the next one's.
    const asked = await ask(next);
    const renewed = as(next, unwrap(await reauthenticate(next, { key: key.answer(asked) })));
    expect(codeOf(await reauthenticate(renewed, { key: key.answer(asked) }))).toBe("invalid_credentials");
  });

  it.each([...deviations, ["a key that is added", { type: "webauthn.create" }] as const])(
    "takes no answer for %s, and the question is spent",
    async (_, deviation) => {
      const { context, key } = await addKey((await someone()).context);
      const question = await ask(context);
      const wrong = await reauthenticate(context, { key: key.answer(question, deviation) });
      expect(codeOf(wrong)).toBe("invalid_credentials");
      expect(codeOf(await reauthenticate(context, { key: key.answer(question) }))).toBe(
        "invalid_credentials",
      );
      expect(codeOf(await reauthenticate(context, { key: key.answer(await ask(context)) }))).toBe("done");
    },
  );

  it("takes no key of another person, no signature of another key, and none of one that was removed", async () => {
    const [mine, theirs] = [await addKey((await someone()).context), await addKey((await someone()).context)];
    const signed = async (key: TestSecurityKey) => key.answer(await ask(mine.context));
    const foreign = await signed(theirs.key);
    const refused = (result: unknown) =>
      expect(result).toMatchObject({ refusal: { code: "invalid_credentials" } });
    refused(await reauthenticate(mine.context, { key: foreign }));
    const renamed = { ...(await signed(theirs.key)), id: mine.key.id, rawId: mine.key.id };
    refused(await reauthenticate(mine.context, { key: renamed }));
    const changed = await signed(mine.key);
    const authenticatorData = Buffer.from(changed.response.authenticatorData, "base64url");
    authenticatorData.writeUInt32BE(99, 33);
    const response = {
      ...changed.response,
      authenticatorData: authenticatorData.toString("base64url"),
    };
    refused(await reauthenticate(mine.context, { key: { ...changed, response } }));
    const app = await addApp(mine.context);
    const question = await ask(app.context);
    unwrap(await removeSecondFactor(app.context, { id: mine.id, password }));
    refused(await reauthenticate(app.context, { key: mine.key.answer(question) }));
    expect(codeOf(await askToConfirmByKey(app.context))).toBe("not_found");
  });

  it("refuses a key that has counted back, as a copy would, and has it on record", async () => {
    const person = await someone();
    const { context, key } = await addKey(person.context);
    key.count = 41;
    const next = as(context, unwrap(await reauthenticate(context, { key: key.answer(await ask(context)) })));
    for (const before of [40, 41 - 20, -1]) {
      key.count = before + 1;
      key.count--;
      const result = await reauthenticate(next, { key: key.answer(await ask(next)) });
      expect(codeOf(result)).toBe("invalid_credentials");
      expect(await lastEvent(person.userId)).toMatchObject({
        action: "session.confirm_code_failed",
        details: { reason: "a security key that has counted back and may be a copy" },
      });
    }
    key.count = 42;
    expect(codeOf(await reauthenticate(next, { key: key.answer(await ask(next)) }))).toBe("done");
  });

  it("takes one that counts nothing each time, and one whose count is at the end of its range", async () => {
    const still = await addKey((await someone()).context, new TestSecurityKey("ES256", false));
    let { context } = still;
    for (let i = 0; i < 2; i++)
      context = as(
        context,
        unwrap(await reauthenticate(context, { key: still.key.answer(await ask(context)) })),
      );
    const old = await addKey((await someone()).context);
    old.key.count = 2 ** 32 - 2;
    const key = old.key.answer(await ask(old.context));
    expect(codeOf(await reauthenticate(old.context, { key }))).toBe("done");
  });

  it("takes one answer once, also when it is sent by four at the same time", async () => {
    const { context, key } = await addKey((await someone()).context);
    const answer = key.answer(await ask(context));
    const results = await Promise.all(
      Array.from({ length: 4 }, () => reauthenticate(context, { key: answer })),
    );
    expect(results.filter((result) => result.ok)).toHaveLength(1);
  });

  it("is slowed after five wrong answers, as with codes", async () => {
    const { context, key } = await addKey((await someone()).context);
    for (let i = 0; i < 5; i++)
      expect(
        codeOf(await reauthenticate(context, { key: key.answer(await ask(context), { flags: 0 }) })),
      ).toBe("invalid_credentials");
    expect(codeOf(await reauthenticate(context, { key: key.answer(await ask(context)) }))).toBe(
      "too_many_attempts",
    );
  });

  it("lets who has keys alone confirm by a recovery code too", async () => {
    const { context, recoveryCodes } = await addKey((await someone()).context);
    expect(codeOf(await reauthenticate(context, { code: "123456" }))).toBe("invalid_credentials");
    expect(codeOf(await reauthenticate(context, { code: recoveryCodes![0]! }))).toBe("done");
  });

  it("asks no key of who has none", async () => {
    const { context } = await someone();
    expect(codeOf(await askToConfirmByKey(context))).toBe("not_found");
    const app = await addApp(context);
    expect(codeOf(await askToConfirmByKey(app.context))).toBe("not_found");
  });
});

describe("what changes how one signs in, by who has a security key", () => {
  const verbs: readonly [string, (context: Context, id: string) => Promise<unknown>][] = [
    ["removing it", (context, id) => removeSecondFactor(context, { id, password })],
    ["new recovery codes", (context) => renewRecoveryCodes(context, { password })],
    ["another key", (context) => beginKey(context, { name: "Red key", password })],
  ];
  it.each(verbs)("%s wants the key of the last ten minutes beside the password", async (_, run) => {
    const { context, key, id } = await addKey((await someone()).context);
    later(601);
    expect(await run(context, id)).toMatchObject({ refusal: { code: "reauthentication_required" } });
    const next = as(context, unwrap(await reauthenticate(context, { key: key.answer(await ask(context)) })));
    expect(await run(next, id)).toMatchObject({ ok: true });
  });

  it("a key begun in time and answered later wants the factor first, and its question is not spent by that", async () => {
    const { context, key } = await addKey((await someone()).context);
    later(500);
    const { id, question } = await begin(context, "Red key");
    later(200);
    const answer = new TestSecurityKey().register(question);
    expect(codeOf(await confirmKey(context, { id, key: answer }))).toBe("reauthentication_required");
    const next = as(context, unwrap(await reauthenticate(context, { key: key.answer(await ask(context)) })));
    expect(unwrap(await confirmKey(next, { id, key: answer })).recoveryCodes).toBeNull();
  });

  it("removing the last one takes all that is kept of it, and says its kind in the trail", async () => {
    const person = await someone();
    const { context, id } = await addKey(person.context);
    expect(unwrap(await removeSecondFactor(context, { id, password }))).toEqual({ isLast: true });
    expect(await world.db.securityKey.count({ where: { factorId: id } })).toBe(0);
    expect(await own(context)).toEqual({ factors: [], recoveryCodesLeft: 0 });
    expect(await lastEvent(person.userId)).toMatchObject({
      action: "second_factor.remove",
      details: { kind: "security key", name: "Blue key", isLast: true },
    });
  });
});
