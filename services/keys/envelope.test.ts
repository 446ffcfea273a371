import { randomBytes, randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createEnvelope, type SealedSecret } from "@/services/keys/envelope";
import { createKeyring } from "@/services/keys/keyring";

const key = randomBytes(32);
const envelope = createEnvelope(new Map([[1, key]]), 1);
const makePlace = () => ({
  accountId: randomUUID(),
  tokenId: randomUUID(),
  secretId: randomUUID(),
});

function flip(box: Uint8Array, bit: number): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(box);
  copy[Math.floor(bit / 8) % copy.length]! ^= 1 << (bit % 8);
  return copy;
}

test("any secret comes back in its place, and is not seen in what is kept", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 4, maxLength: 200 }), (secret) => {
      const place = makePlace();
      const sealed = envelope.seal(secret, place);
      expect(envelope.open(sealed, place)).toBe(secret);
      const kept = Buffer.concat([sealed.wrappedKey, sealed.ciphertext]);
      expect(kept.includes(Buffer.from(secret))).toBe(false);
    }),
  );
});

test("a changed bit anywhere is noticed", () => {
  const place = makePlace();
  const sealed = envelope.seal("PK_locator1_secret", place);
  for (const part of ["wrappedKey", "ciphertext"] as const) {
    for (let bit = 0; bit < sealed[part].length * 8; bit++) {
      expect(envelope.open({ ...sealed, [part]: flip(sealed[part], bit) }, place)).toBeNull();
    }
    for (let length = 0; length < sealed[part].length; length++) {
      expect(envelope.open({ ...sealed, [part]: sealed[part].slice(0, length) }, place)).toBeNull();
    }
  }
});

test("moved to another tenant, token or secret it does not decrypt, nor do parts of two rows together", () => {
  const [one, two] = [makePlace(), makePlace()];
  const [first, second] = [envelope.seal("first", one), envelope.seal("second", two)];
  for (const moved of ["accountId", "tokenId", "secretId"] as const) {
    expect(envelope.open(first, { ...one, [moved]: two[moved] })).toBeNull();
  }
  expect(envelope.open(first, two)).toBeNull();
  const [user, factor] = [randomUUID(), randomUUID()];
  const app = envelope.seal("app", { userId: user, factorId: factor });
  expect(envelope.open(app, { userId: user, factorId: factor })).toBe("app");
  for (const place of [
    { userId: user, factorId: randomUUID() },
    { userId: randomUUID(), factorId: factor },
    { accountId: "second-factor-of", tokenId: user, secretId: factor },
  ])
    expect(envelope.open(app, place)).toBeNull();
  expect(envelope.open({ ...first, ciphertext: second.ciphertext }, one)).toBeNull();
  expect(envelope.open({ ...first, wrappedKey: second.wrappedKey }, one)).toBeNull();
  expect(
    envelope.open({ ...first, wrappedKey: first.ciphertext, ciphertext: first.wrappedKey }, one),
  ).toBeNull();
});

test("no nonce and no data key comes twice in 20 000 seals of the same secret", () => {
  const place = makePlace();
  const seen = new Set<string>();
  for (let i = 0; i < 20_000; i++) {
    const { wrappedKey, ciphertext } = envelope.seal("the same", place);
    for (const box of [wrappedKey, ciphertext]) {
      seen.add(Buffer.from(box.subarray(0, 12)).toString("hex"));
      seen.add(Buffer.from(box.subarray(12)).toString("hex"));
    }
  }
  expect(seen.size).toBe(80_000);
});

test("another master key opens nothing; neither do the row's own bytes used as keys", () => {
  const place = makePlace();
  const sealed = createKeyring(key).envelope.seal("PK_locator1_secret", place);
  expect(createKeyring(key).envelope.open(sealed, place)).toBe("PK_locator1_secret");
  const tried = [
    createKeyring(randomBytes(32)).envelope,
    // The master key itself is no key-encryption key.
    createEnvelope(new Map([[1, key]]), 1),
    ...windows(sealed.wrappedKey).map((bytes) => createEnvelope(new Map([[1, bytes]]), 1)),
    ...windows(sealed.ciphertext).map((bytes) => createEnvelope(new Map([[1, bytes]]), 1)),
  ];
  for (const wrong of tried) expect(wrong.open(sealed, place)).toBeNull();
});

function windows(box: Uint8Array): Uint8Array[] {
  return Array.from({ length: box.length - 31 }, (_, start) => box.subarray(start, start + 32));
}

test("what an older key wrapped opens while that key is known, and says by its id which one it was", () => {
  const [old, current] = [randomBytes(32), randomBytes(32)];
  const place = makePlace();
  const sealed: SealedSecret = createEnvelope(new Map([[1, old]]), 1).seal("kept", place);
  const both = createEnvelope(
    new Map([
      [1, old],
      [2, current],
    ]),
    2,
  );
  expect(sealed.keyId).toBe(1);
  expect(both.open(sealed, place)).toBe("kept");
  expect(both.seal("kept", place).keyId).toBe(2);
  expect(createEnvelope(new Map([[2, current]]), 2).open(sealed, place)).toBeNull();
  expect(createEnvelope(new Map([[2, old]]), 2).open({ ...sealed, keyId: 2 }, place)).toBeNull();
});
