import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startExport } from "@/services/export/start";
import type { Context } from "@/services/kernel/context";
import { editPersonalToken } from "@/services/personal-tokens/edit";
import { revokePersonalToken } from "@/services/personal-tokens/revoke";
import { revokeAllPersonalTokens } from "@/services/personal-tokens/revoke-all";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { makeToken, unwrap } from "@/services/testing/tokens";
import { actOnTokens } from "@/services/tokens/bulk";
import { createToken } from "@/services/tokens/create";
import { deleteToken } from "@/services/tokens/delete";
import { disableToken } from "@/services/tokens/disable";
import { editToken } from "@/services/tokens/edit";
import { enableToken } from "@/services/tokens/enable";
import { extendRotation } from "@/services/tokens/extend-rotation";
import { finishRotation } from "@/services/tokens/finish-rotation";
import { makeDefaultKey } from "@/services/tokens/make-default";
import { recordSecretCopied } from "@/services/tokens/record-copied";
import { revealToken } from "@/services/tokens/reveal";
import { revokeAllTokens } from "@/services/tokens/revoke-all";
import { rotateToken } from "@/services/tokens/rotate";
import { rotateTokens } from "@/services/tokens/rotate-many";

let world: OpenWorld;
let ids: Record<"active" | "disabled" | "rotating" | "personal" | "key", string>;

beforeAll(async () => {
  world = await openWorld();
  const { administrator, member } = world.acme;
  const [active, disabled, rotating, personal] = await Promise.all([
    makeToken(world.acme, { name: "Active" }),
    makeToken(world.acme, { name: "Disabled" }),
    makeToken(world.acme, { name: "Rotating" }),
    makeToken(world.acme, { name: "Mine", type: "personal", by: member }),
  ]);
  // The second key is not the default yet.
  await makeToken(world.acme, { name: "Default", type: "api_key" });
  const key = await makeToken(world.acme, { name: "Key", type: "api_key" });
  unwrap(await disableToken(administrator.context, { tokenId: disabled.id }));
  unwrap(await rotateToken(administrator.context, { tokenId: rotating.id, graceSeconds: 3600 }));
  ids = {
    active: active.id,
    disabled: disabled.id,
    rotating: rotating.id,
    personal: personal.id,
    key: key.id,
  };
  await world.run(`
    CREATE FUNCTION refuse_audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'unwritable'; END $$;
    CREATE TRIGGER unwritable BEFORE INSERT ON "AuditEvent" FOR EACH ROW EXECUTE FUNCTION refuse_audit();
    ALTER TABLE "AuditEvent" DISABLE TRIGGER unwritable;`);
});
afterAll(() => world.close());
beforeEach(() => world.run(`ALTER TABLE "AuditEvent" ENABLE TRIGGER unwritable`));

/** Tokens as a rotation of many names them. */
const namedTokens = async (...tokenIds: string[]) =>
  (await world.db.token.findMany({ where: { id: { in: tokenIds } } })).map(({ id, last4 }) => ({
    tokenId: id,
    expectedLast4: last4,
  }));

type Verb = (administrator: Context, member: Context) => Promise<unknown>;
const verbs: Record<string, Verb> = {
  create: (a) =>
    createToken(a, {
      type: "impersonation",
      name: "A",
      actsAsUserId: world.acme.templateUserId,
      requestKey: randomUUID(),
    }),
  "create personal": (_, m) => createToken(m, { type: "personal", name: "A" }),
  edit: (a) => editToken(a, { tokenId: ids.active, name: "Renamed" }),
  disable: (a) => disableToken(a, { tokenId: ids.active }),
  enable: (a) => enableToken(a, { tokenId: ids.disabled }),
  rotate: (a) => rotateToken(a, { tokenId: ids.active }),
  "rotate with grace": (a) => rotateToken(a, { tokenId: ids.rotating, graceSeconds: 86_400 }),
  "extend rotation": (a) => extendRotation(a, { tokenId: ids.rotating, graceSeconds: 604_800 }),
  "finish rotation": (a) => finishRotation(a, { tokenId: ids.rotating }),
  "bulk disable": (a) => actOnTokens(a, { tokenIds: [ids.active, ids.rotating], action: "disable" }),
  "bulk set expiry": (a) =>
    actOnTokens(a, { tokenIds: [ids.active], action: "set_expiry", expiresAt: "2030-01-01T00:00:00Z" }),
  "bulk delete": (a) => actOnTokens(a, { tokenIds: [ids.active, ids.disabled], action: "delete" }),
  delete: (a) => deleteToken(a, { tokenId: ids.active }),
  export: (a) => startExport(a, { what: "tokens", format: "csv" }),
  "edit own": (_, m) => editPersonalToken(m, { tokenId: ids.personal, notes: "in the vault" }),
  reveal: (a) => revealToken(a, { tokenId: ids.key }),
  "rotate many": async (a) => rotateTokens(a, { tokens: await namedTokens(ids.active, ids.rotating) }),
  "record copies": (a) => recordSecretCopied(a, { tokenIds: [ids.key, ids.active] }),
  "record a copy": (a) => recordSecretCopied(a, { tokenId: ids.key }),
  "make default": (a) => makeDefaultKey(a, { tokenId: ids.key }),
  "revoke own": (_, m) => revokePersonalToken(m, { tokenId: ids.personal }),
  "revoke all own": (_, m) => revokeAllPersonalTokens(m, { confirmation: "1" }),
  "revoke all": (a) => revokeAllTokens(a, { confirmation: "6" }),
};

test.each(Object.entries(verbs))(
  "%s fails and changes nothing while the audit trail cannot be written",
  async (_, run) => {
    const before = await world.dump();
    const { administrator, member } = world.acme;
    await expect(run(administrator.context, member.context)).rejects.toThrow();
    expect(await world.dump()).toBe(before);
  },
);

// The other half: each of these would have done something, so the test above cannot pass by refusing early.
test.each(Object.entries(verbs))(
  "%s goes through, with its event, when the trail can be written",
  async (_, run) => {
    await world.run(`ALTER TABLE "AuditEvent" DISABLE TRIGGER unwritable`);
    const before = await world.db.auditEvent.count();
    const { administrator, member } = world.acme;
    const copy = await world.dump();
    const result = (await world.db
      .$transaction(async (tx) => {
        const within = <T extends Context>(context: T) => ({ ...context, db: nested(tx) }) as unknown as T;
        const value = await run(within(administrator.context), within(member.context));
        const events = await tx.auditEvent.count();
        throw new Outcome(value, events - before);
      })
      .catch((error: unknown) => error)) as Outcome;
    expect(result).toBeInstanceOf(Outcome);
    expect(result.value).toMatchObject({ ok: true });
    expect(result.events).toBeGreaterThan(0);
    expect(await world.dump()).toBe(copy);
  },
);

/** What a verb did in a transaction that is then rolled back. */
class Outcome {
  constructor(
    readonly value: unknown,
    readonly events: number,
  ) {}
}

// Lets a verb open "its" transaction inside ours, so that every verb finds the same tokens.
function nested<T extends object>(tx: T): T {
  return new Proxy(tx, {
    get: (target, key) =>
      key === "$transaction" ? (work: (t: T) => unknown) => work(target) : Reflect.get(target, key, target),
  });
}
