import { afterAll, beforeAll, expect, test } from "vitest";
import { createKeyring } from "@/services/keys/keyring";
import { testKeys } from "@/services/testing/context";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { makeToken, unwrap } from "@/services/testing/tokens";
import { createOrganization, type Tenant } from "@/services/testing/world";
import { deleteToken } from "@/services/tokens/delete";
import { disableToken } from "@/services/tokens/disable";
import { finishRotation } from "@/services/tokens/finish-rotation";
import { revokeAllTokens } from "@/services/tokens/revoke-all";
import { rotateToken } from "@/services/tokens/rotate";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const makeKey = async (tenant: Tenant, name = "Storefront") => {
  const organizationId = await createOrganization(world.db, world.clock, tenant.accountId, `Program ${name}`);
  return makeToken(tenant, { type: "api_key", name, organizationId });
};
const ciphertextsOf = (tokenId: string) =>
  world.db.tokenSecretCiphertext.findMany({ where: { secret: { tokenId } }, orderBy: { secretId: "asc" } });
const open = (row: Awaited<ReturnType<typeof ciphertextsOf>>[number], tokenId: string) =>
  testKeys.envelope.open(row, { accountId: row.accountId, tokenId, secretId: row.secretId });

test("an API key is kept encrypted from its creation, and under each rotation; other types are not kept", async () => {
  const { administrator } = world.acme;
  const key = await makeKey(world.acme, "Kept");
  const [first] = await ciphertextsOf(key.id);
  expect(open(first!, key.id)).toBe(key.secret);
  const rotated = unwrap(await rotateToken(administrator.context, { tokenId: key.id, graceSeconds: 3600 }));
  expect((await ciphertextsOf(key.id)).map((row) => open(row, key.id))).toEqual([key.secret, rotated.secret]);
  for (const type of ["impersonation", "export", "organization", "account"] as const) {
    expect(await ciphertextsOf((await makeToken(world.acme, { type })).id)).toEqual([]);
  }
});

test("a destroyed secret has no ciphertext: rotation, its end, deletion, revoke all", async () => {
  const { administrator } = world.other;
  const rotated = await makeKey(world.other, "Rotated");
  const now = unwrap(await rotateToken(administrator.context, { tokenId: rotated.id, graceSeconds: 0 }));
  expect((await ciphertextsOf(rotated.id)).map((row) => open(row, rotated.id))).toEqual([now.secret]);
  const later = unwrap(await rotateToken(administrator.context, { tokenId: rotated.id, graceSeconds: 3600 }));
  unwrap(await finishRotation(administrator.context, { tokenId: rotated.id }));
  expect((await ciphertextsOf(rotated.id)).map((row) => open(row, rotated.id))).toEqual([later.secret]);
  unwrap(await disableToken(administrator.context, { tokenId: rotated.id }));
  expect(await ciphertextsOf(rotated.id)).toHaveLength(1);
  unwrap(await deleteToken(administrator.context, { tokenId: rotated.id }));
  expect(await ciphertextsOf(rotated.id)).toEqual([]);
  const leaked = await makeKey(world.other, "Leaked");
  unwrap(await revokeAllTokens(administrator.context, { confirmation: "1" }));
  expect(await ciphertextsOf(leaked.id)).toEqual([]);
});

test("no part of the database holds a key: not its string, not in another encoding", async () => {
  const key = await makeKey(world.acme, "Canary");
  const { secret } = unwrap(
    await rotateToken(world.acme.administrator.context, { tokenId: key.id, graceSeconds: 3600 }),
  );
  const events = await world.run(`SELECT string_agg(e::text, E'\\n') AS rows FROM "AuditEvent" e`);
  const dump = `${await world.dump()}\n${events[0]!.rows}`.toLowerCase();
  expect(dump).toContain(key.id);
  for (const text of [key.secret, secret]) {
    // Without its public parts: prefix and locator stand elsewhere.
    const hidden = text.slice(12, -4);
    for (const form of [hidden, Buffer.from(hidden).toString("hex"), Buffer.from(text).toString("base64")]) {
      expect(dump).not.toContain(form.toLowerCase());
    }
  }
});

test("any one of the three leaks alone decrypts nothing: ciphertexts, all other tables, the master key", async () => {
  const key = await makeKey(world.acme, "Three parts");
  const [row] = await ciphertextsOf(key.id);
  const place = { accountId: row!.accountId, tokenId: key.id, secretId: row!.secretId };
  // Ciphertexts and every table beside them, without the master key.
  for (const guess of [Buffer.alloc(32), Buffer.from(row!.wrappedKey.slice(12, 44))]) {
    expect(createKeyring(guess).envelope.open(row!, place)).toBeNull();
  }
  // The master key and every table but the ciphertexts: what is left is a digest, which opens nothing.
  const secret = await world.db.tokenSecret.findUniqueOrThrow({ where: { id: row!.secretId } });
  const digest = { keyId: 1, wrappedKey: secret.digest, ciphertext: secret.digest };
  expect(testKeys.envelope.open(digest, place)).toBeNull();
  // All three together do, or the test would say nothing.
  expect(testKeys.envelope.open(row!, place)).toBe(key.secret);
});

test("rows swapped between tokens or tenants do not decrypt", async () => {
  const [mine, beside, theirs] = [
    await makeKey(world.acme, "Mine"),
    await makeKey(world.acme, "Beside"),
    await makeKey(world.other, "Theirs"),
  ];
  for (const [from, to] of [
    [theirs, mine],
    [beside, mine],
  ] as const) {
    const [taken] = await ciphertextsOf(from.id);
    const [own] = await ciphertextsOf(mine.id);
    // As someone would who writes to the database: past the guards, by taking the row out and putting another in.
    await world.run(`DELETE FROM "TokenSecretCiphertext" WHERE "secretId" = $1`, [own!.secretId]);
    await world.run(`INSERT INTO "TokenSecretCiphertext" VALUES ($1, $2, $3, $4, $5)`, [
      own!.secretId,
      own!.accountId,
      taken!.keyId,
      Buffer.from(taken!.wrappedKey),
      Buffer.from(taken!.ciphertext),
    ]);
    const [swapped] = await ciphertextsOf(to.id);
    expect(open(swapped!, to.id)).toBeNull();
  }
});

test("the database keeps a ciphertext for live secrets of API keys only, in their account, and never another in its place", async () => {
  const key = await makeKey(world.acme, "Guarded");
  const [row] = await ciphertextsOf(key.id);
  const insert = (secretId: string, accountId: string) =>
    world.run(`INSERT INTO "TokenSecretCiphertext" VALUES ($1, $2, 1, '\\x00', '\\x00')`, [
      secretId,
      accountId,
    ]);
  const once = await makeToken(world.acme);
  const shownOnce = await world.db.tokenSecret.findFirstOrThrow({ where: { tokenId: once.id } });
  await expect(insert(shownOnce.id, world.acme.accountId)).rejects.toThrow(
    "only a live secret of an API key",
  );
  await world.run(`DELETE FROM "TokenSecretCiphertext" WHERE "secretId" = $1`, [row!.secretId]);
  await expect(insert(row!.secretId, world.other.accountId)).rejects.toThrow("in its own account");
  await insert(row!.secretId, world.acme.accountId);
  const change = (assignment: string) =>
    world.run(`UPDATE "TokenSecretCiphertext" SET ${assignment} WHERE "secretId" = $1`, [row!.secretId]);
  await expect(change(`"ciphertext" = '\\x01'`)).rejects.toThrow("never replaced in place");
  // Wrapping anew under another key-encryption key is what the key's id is for.
  await change(`"keyId" = 2, "wrappedKey" = '\\x02'`);
  await world.run(`UPDATE "TokenSecret" SET "destroyedAt" = now() WHERE "id" = $1`, [row!.secretId]);
  expect(await ciphertextsOf(key.id)).toEqual([]);
  await expect(insert(row!.secretId, world.acme.accountId)).rejects.toThrow(
    "only a live secret of an API key",
  );
});
