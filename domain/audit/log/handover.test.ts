import { describe, expect, test } from "vitest";
import { openHandover, splitHandovers } from "@/domain/audit/log/handover";
import { nodeSha256, verifyEd25519 } from "@/domain/audit/log/node-crypto";
import { successorOf } from "@/domain/audit/log/testing/verify-by-the-page.mjs";
import { followHandovers } from "@/domain/audit/log/trusted-keys";
import { handoverNote, openTestKey, type TestKey } from "@/domain/audit/verify/testing/test-keys";

const [a, b, c, d] = [openTestKey(), openTestKey(), openTestKey(), openTestKey()];
const note = handoverNote(a, b);
const open = (text: string) => openHandover(Buffer.from(text), nodeSha256, verifyEd25519);
const lines = note.split("\n");

describe("a hand-over", () => {
  test("opens by itself, and a second verifier, which knows only the format's page, finds the same key", async () => {
    expect(await open(note)).toEqual({
      ok: true,
      handover: {
        deployment: "desk.example.com",
        from: new Uint8Array(a.publicKey),
        to: new Uint8Array(b.publicKey),
        at: "2026-06-20T00:00:00.000Z",
      },
    });
    expect(successorOf(Buffer.from(note), a.pem)).toBe(b.pem);
    expect(successorOf(Buffer.from(note), b.pem)).toBeNull();
  });

  test("is signed by both keys: with either signature gone, or another text, it is none", async () => {
    const [old, new_] = lines.slice(6, 8);
    for (const [changed, problem] of [
      [note.replace(`${old}\n`, ""), "wrong_key"],
      [note.replace(`${new_}\n`, ""), "wrong_key"],
      [note.replace("2026-06-20", "2026-06-21"), "bad_signature"],
      [note.replace("desk.example.com\n", "desk.example.org\n"), "wrong_key"],
      [note.replace("keydesk-audit-key/1", "keydesk-audit-key/2"), "malformed"],
      [note.replace(lines[3]!, lines[2]!), "malformed"],
      [note.replace("\n\n", "\nmore\n\n"), "malformed"],
      [note.replace("T00:00", "T30:00"), "malformed"],
      [note.slice(0, 90), "malformed"],
    ] as const) {
      expect(await open(changed)).toEqual({ ok: false, problem });
      expect(successorOf(Buffer.from(changed), a.pem)).toBeNull();
    }
  });

  test("several stand one after the other in a file", () => {
    const second = handoverNote(b, c);
    expect(splitHandovers(note + second)).toEqual([note, second]);
  });
});

describe("keys that hand-overs lead to", () => {
  const link = (from: TestKey, to: TestKey, deployment = "desk.example.com") => ({
    ...{ deployment, from: from.publicKey, to: to.publicKey, at: "then" },
  });
  const chain = [link(b, c), link(a, b)];
  const from = (given: TestKey, links: readonly ReturnType<typeof link>[]) => {
    const names = new Map([a, b, c, d].map((key, i) => [key.publicKey, "abcd"[i]]));
    return followHandovers([given.publicKey], links).map(
      ({ publicKey, isLater }) => `${isLater ? ">" : "<"}${names.get(publicKey)}`,
    );
  };

  test("go forwards and backwards from the one that is given, over any number of them", () => {
    expect(from(a, chain)).toEqual([">b", ">c"]);
    expect(from(b, chain)).toEqual([">c", "<a"]);
    expect(from(c, chain)).toEqual(["<b", "<a"]);
    expect(from(d, chain)).toEqual([]);
  });

  test("never forwards from a key that was reached backwards: who has an old key leads nobody away who has the new one", () => {
    expect(from(c, [link(b, c), link(a, d), link(a, b)])).not.toContain(">d");
    expect(from(b, [link(a, b), link(a, d)])).toEqual([]);
    expect(from(c, [link(b, c), link(d, b)])).toEqual(["<b", "<d"]);
  });

  test("ten thousand hand-overs, the last one first, are followed at once", () => {
    const key = (n: number) => Uint8Array.from({ length: 32 }, (_, i) => (i < 4 ? (n >> (8 * i)) & 255 : 7));
    const links = Array.from({ length: 10_000 }, (_, n) => ({
      ...{ deployment: "desk.example.com", from: key(n), to: key(n + 1), at: "then" },
    })).reverse();
    const start = performance.now();
    expect(followHandovers([key(5_000)], links)).toHaveLength(10_000);
    // Many times what it takes: one that looked at each for each would take minutes.
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  test("a key that hands over to two hands over to nobody", () => {
    expect(from(a, [link(a, b), link(a, d), link(b, c)])).toEqual([]);
    expect(from(a, [link(a, b), link(a, b)])).toEqual([">b"]);
  });

  test("are those of one deployment: a key that is trusted for it names none for another, and spoils none there", () => {
    expect(from(a, [link(a, b), link(b, c, "other.example.com")])).toEqual([">b"]);
    expect(from(a, [link(a, b), link(a, b, "other.example.com")])).toEqual([">b", ">b"]);
    expect(from(a, [link(a, b), link(a, c, "other.example.com")])).toEqual([">b", ">c"]);
  });
});
