import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import {
  type Checkpoint,
  checkpointText,
  compareCheckpoints,
  openCheckpoint,
  originOf,
  parseCheckpointText,
  signCheckpoint,
} from "@/domain/audit/log/checkpoint";
import { nodeSha256, readEd25519Key, signEd25519, verifyEd25519 } from "@/domain/audit/log/node-crypto";
import { treeHasherOf } from "@/domain/audit/log/tree-hasher";

const hasher = treeHasherOf(nodeSha256);
const logId = "018f3c7e-5b1a-7c3d-9e2f-4a6b8c0d1e2f";
const origin = originOf("desk.example.com", logId);
const leaf = (n: number) => hasher.leaf(new Uint8Array([n]));
const root = leaf(0);
const keys = () => {
  const pair = generateKeyPairSync("ed25519", {
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  return { privateKey: pair.privateKey, publicKey: readEd25519Key(pair.publicKey)! };
};
const [ours, foreign] = [keys(), keys()];
const signed = (head = { size: 1, root }, by = ours, name = origin) =>
  signCheckpoint(name, head, by.publicKey, nodeSha256, (message) => signEd25519(by.privateKey, message));
const open = (bytes: Uint8Array, ...by: Uint8Array[]) => openCheckpoint(bytes, by, nodeSha256, verifyEd25519);

test("a checkpoint is three lines, signed under the log's own name", async () => {
  expect(new TextDecoder().decode(signed())).toMatch(
    /^desk\.example\.com\/audit\/018f3c7e-5b1a-7c3d-9e2f-4a6b8c0d1e2f\n1\n[A-Za-z0-9+/]{43}=\n\n— desk\.example\.com\/audit\/018f3c7e-5b1a-7c3d-9e2f-4a6b8c0d1e2f [A-Za-z0-9+/]+=*\n$/,
  );
  const checkpoint = { origin, logId, size: 1, root: Uint8Array.from(root) };
  expect(await open(signed(), foreign.publicKey, ours.publicKey)).toEqual({ ok: true, checkpoint });
});

test("another key: the wrong key; our key's signature under another text: a bad one", async () => {
  expect(await open(signed(), foreign.publicKey)).toEqual({ ok: false, problem: "wrong_key" });
  const text = new TextDecoder().decode(signed());
  const longer = new TextEncoder().encode(text.replace("\n1\n", "\n2\n"));
  expect(await open(longer, ours.publicKey)).toEqual({ ok: false, problem: "bad_signature" });
});

test("a checkpoint of another log is not ours under our log's name", async () => {
  const other = originOf("desk.example.com", "018f3c7e-5b1a-7c3d-9e2f-000000000000");
  const text = new TextDecoder().decode(signed(undefined, ours, other));
  const renamed = new TextEncoder().encode(text.replaceAll(other, origin));
  expect(await open(renamed, ours.publicKey)).toEqual({ ok: false, problem: "wrong_key" });
});

const text = checkpointText(origin, { size: 12, root });
test.each([
  ["a size with a leading zero", text.replace("\n12\n", "\n012\n")],
  ["a negative size", text.replace("\n12\n", "\n-1\n")],
  ["a size with a fraction", text.replace("\n12\n", "\n1.0\n")],
  ["a size beyond exact numbers", text.replace("\n12\n", "\n9007199254740992\n")],
  ["no size", text.replace("\n12\n", "\n\n")],
  ["a shorter root", `${origin}\n12\n${"A".repeat(40)}\n`],
  ["a root with bits left over", `${origin}\n12\n${"A".repeat(42)}B=\n`],
  ["a fourth line", `${text}timestamp 1\n`],
  ["no newline at the end", text.slice(0, -1)],
  ["an origin that names no log", `example.com/log\n12\n${"A".repeat(43)}=\n`],
  ["an origin with a blank", text.replace("desk.", "desk .")],
  ["an origin in capitals", text.replace("018f3c7e", "018F3C7E")],
])("malformed: %s", (_, given) => {
  expect(parseCheckpointText(given)).toBeNull();
});

test("no checkpoint is made of what cannot be one", () => {
  expect(() => originOf("desk example", logId)).toThrow(RangeError);
  expect(() => originOf("desk.example.com", "account")).toThrow(RangeError);
  expect(() => checkpointText(origin, { size: -1, root })).toThrow(RangeError);
  expect(() => checkpointText(origin, { size: 1, root: new Uint8Array(31) })).toThrow(RangeError);
});

test("later checkpoints: grown, the same, rolled back, forked, of another log", () => {
  const of = (size: number, at: Uint8Array, name = origin): Checkpoint => ({
    origin: name,
    logId,
    size,
    root: at,
  });
  const two = of(2, hasher.node(leaf(0), leaf(1)));
  const grown = of(3, hasher.node(two.root, leaf(2)));
  const rewritten = of(3, hasher.node(hasher.node(leaf(0), leaf(9)), leaf(2)));
  const compare = (known: Checkpoint, later: Checkpoint, ...proof: Uint8Array[]) =>
    compareCheckpoints(hasher, known, later, proof);
  expect(compare(two, grown, leaf(2))).toBe("grown");
  expect(compare(two, two)).toBe("same");
  expect(compare(grown, two)).toBe("rollback");
  expect(compare(grown, rewritten)).toBe("fork");
  expect(compare(two, rewritten, leaf(2))).toBe("fork");
  expect(compare(two, grown)).toBe("fork");
  expect(compare(two, of(3, grown.root, originOf("other.example.com", logId)), leaf(2))).toBe("other_log");
});

test("only Ed25519 keys are read from PEM", () => {
  const rsa = generateKeyPairSync("rsa", { modulusLength: 1024 });
  expect(readEd25519Key(rsa.publicKey.export({ type: "spki", format: "pem" }).toString())).toBeNull();
  expect(readEd25519Key("-----BEGIN PUBLIC KEY-----\nnone\n-----END PUBLIC KEY-----\n")).toBeNull();
  expect(readEd25519Key(ours.privateKey)).toEqual(ours.publicKey);
});
