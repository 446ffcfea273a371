import { createPrivateKey } from "node:crypto";
import { expect, test } from "vitest";
import { fromBase64, toBase64 } from "@/domain/audit/log/base64";
import { nodeSha256, readEd25519Key, signEd25519, verifyEd25519 } from "@/domain/audit/log/node-crypto";
import {
  encodeNote,
  formatNoteKey,
  keyIdOf,
  openNote,
  parseNote,
  parseNoteKey,
} from "@/domain/audit/log/note";

// The published examples of golang.org/x/mod/sumdb/note.
const peterKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const enochKey = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
const text =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const peter =
  "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
const enoch =
  "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";
const note = `${text}\n${peter}${enoch}`;
const utf8 = (given: string) => new TextEncoder().encode(given);
const keyOf = (given: string) => parseNoteKey(given, nodeSha256)!;
const open = (given: string | Uint8Array, ...keys: string[]) =>
  openNote(typeof given === "string" ? utf8(given) : given, keys.map(keyOf), nodeSha256, verifyEd25519);
const problem = (name: string) => ({ ok: false, problem: name });

test("published notes open with the key of either signer, or of both", async () => {
  for (const keys of [[peterKey], [enochKey], [peterKey, enochKey]])
    expect(await open(note, ...keys)).toEqual({ ok: true, text });
});

test("a note is written as it was read", () => {
  expect(new TextDecoder().decode(encodeNote(parseNote(utf8(note))!))).toBe(note);
  expect(parseNote(utf8(`a\n\nb\n\n${peter}`))?.text).toBe("a\n\nb\n");
});

test("signing with the published private key gives the published signature", () => {
  const encoded = fromBase64("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")!.slice(1);
  const pkcs8 = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), encoded]);
  const key = createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" });
  const pem = key.export({ type: "pkcs8", format: "pem" }).toString();
  const { name, publicKey } = keyOf(peterKey);
  expect(readEd25519Key(pem)).toEqual(Buffer.from(publicKey));
  const signature = signEd25519(pem, utf8(text));
  const keyId = keyIdOf({ name, publicKey }, nodeSha256);
  const written = encodeNote({ text, signatures: [{ name, keyId, signature }] });
  expect(new TextDecoder().decode(written)).toBe(`${text}\n${peter}`);
});

test("no key, another key, or the key under another name: the wrong key", async () => {
  expect(await open(note)).toEqual(problem("wrong_key"));
  expect(await open(`${text}\n${peter}`, enochKey)).toEqual(problem("wrong_key"));
  expect(await open(`${text}\n${peter.replace("PeterNeumann", "Carmen")}`, peterKey)).toEqual(
    problem("wrong_key"),
  );
});

test("a false signature of a known key spoils the note, also beside a good one", async () => {
  const swapped = peter.replace("ZJkuBS", "ZJkuBT");
  expect(await open(`${text}\n${swapped}`, peterKey)).toEqual(problem("bad_signature"));
  expect(await open(`${text}\n${peter}${swapped}`, peterKey)).toEqual(problem("bad_signature"));
  expect(await open(`${text.replace("answer", "Answer")}\n${peter}`, peterKey)).toEqual(
    problem("bad_signature"),
  );
  const short = `— PeterNeumann ${toBase64(fromBase64(peter.split(" ")[2]!.trim())!.slice(0, -1))}\n`;
  expect(await open(`${text}\n${short}`, peterKey)).toEqual(problem("bad_signature"));
});

test("no changed bit of a note leaves it open", async () => {
  const bytes = utf8(`${text}\n${peter}`);
  for (let i = 0; i < bytes.length; i++) {
    for (const bit of [0, 3, 7]) {
      const changed = Uint8Array.from(bytes);
      changed[i]! ^= 1 << bit;
      expect(await open(changed, peterKey)).toMatchObject({ ok: false });
    }
  }
});

test.each([
  ["nothing", ""],
  ["a text alone", text],
  ["no signature after the blank line", `${text}\n`],
  ["no newline at the end", note.slice(0, -1)],
  ["no text", `\n${peter}`],
  ["no text and no blank line", peter],
  ["no blank line", `${text}${peter}`],
  ["a control character", `\x01${note}`],
  ["carriage returns", note.replaceAll("\n", "\r\n")],
  ["a tab in the signatures", `${text}\n${peter.replace("— ", "—\t")}`],
  ["a hyphen for the dash", `${text}\n${peter.replace("—", "-")}`],
  ["two blanks", `${text}\n${peter.replace("— ", "—  ")}`],
  ["a blank at the end of a line", `${text}\n${peter.replace("\n", " \n")}`],
  ["a blank in the name", `${text}\n${peter.replace("PeterNeumann", "Peter Neumann")}`],
  ["a no-break space in the name", `${text}\n${peter.replace("PeterNeumann", "Peter\u00a0Neumann")}`],
  ["a plus in the name", `${text}\n${peter.replace("PeterNeumann", "Peter+Neumann")}`],
  ["no name", `${text}\n${peter.replace("PeterNeumann ", "")}`],
  ["another line after the signatures", `${note}Unexpected line.\n`],
  ["another line between them", `${text}\n${peter}x\n${enoch}`],
  ["a blank line after the signatures", `${note}\n`],
  ["base64 without its padding", `${text}\n${peter.replace("=", "")}`],
  ["base64 with bits left over", `${text}\n${peter.replace("nAM=", "nAN=")}`],
  ["base64 of URLs", `${text}\n${peter.replace("/", "_")}`],
  ["a signature of nothing", `${text}\n— PeterNeumann x08gow==\n`],
  ["more signatures than anybody makes", `${text}\n${peter.repeat(65)}`],
  ["more text than anybody signs", `${text.repeat(1_000)}\n${peter}`],
  ["a byte order mark in its signatures", `${text}\n\ufeff${peter}`],
])("malformed: %s", async (_, given) => {
  expect(parseNote(utf8(given))).toBeNull();
  expect(await open(given, peterKey)).toEqual(problem("malformed"));
});

test("malformed: what is not UTF-8", () => {
  expect(parseNote(new Uint8Array([0xff, ...utf8(note)]))).toBeNull();
  expect(parseNote(new Uint8Array([0xed, 0xa0, 0x80, ...utf8(note)]))).toBeNull();
});

test("what cannot be a note is not written", () => {
  const signatures = parseNote(utf8(note))!.signatures;
  for (const bad of ["", "no newline", "\n", "a\x00\n"])
    expect(() => encodeNote({ text: bad, signatures })).toThrow(RangeError);
  expect(() => encodeNote({ text, signatures: [{ ...signatures[0]!, name: "a b" }] })).toThrow(RangeError);
  expect(() => encodeNote({ text, signatures: [] })).toThrow(RangeError);
});

test("keys are read in their one form, and written so", () => {
  for (const key of [peterKey, enochKey]) expect(formatNoteKey(keyOf(key), nodeSha256)).toBe(key);
  for (let i = 0; i < peterKey.length; i++) {
    const next = String.fromCharCode(peterKey.charCodeAt(i) + 1);
    expect(parseNoteKey(peterKey.slice(0, i) + next + peterKey.slice(i + 1), nodeSha256)).toBeNull();
    expect(parseNoteKey(peterKey.slice(0, i), nodeSha256)).toBeNull();
    expect(parseNoteKey(peterKey.slice(i + 1), nodeSha256)).toBeNull();
  }
  // Published too: a key of the wrong length and one of an unknown kind, each with an id that fits.
  const bad = ["PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY=="];
  bad.push("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
  for (const key of bad) expect(parseNoteKey(key, nodeSha256)).toBeNull();
});
