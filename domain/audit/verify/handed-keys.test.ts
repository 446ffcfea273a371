import { expect, test } from "vitest";
import { originOf, signCheckpoint } from "@/domain/audit/log/checkpoint";
import { nodeSha256, signEd25519 } from "@/domain/audit/log/node-crypto";
import { testLogId } from "@/domain/audit/log/testing/log-rows";
import { nodeVerifierCrypto } from "@/domain/audit/verify/node-crypto";
import { openNotesWith } from "@/domain/audit/verify/signed-heads";
import { fileOf, manifestOf, verifyTest } from "@/domain/audit/verify/testing/export-files";
import { exportText, testLines } from "@/domain/audit/verify/testing/log-lines";
import { handoverNote, openTestKey, signedNote, testKey } from "@/domain/audit/verify/testing/test-keys";
import { describeFile } from "@/domain/audit/verify/words";

const lines = testLines(30);
const newKey = openTestKey();
const handover = handoverNote(testKey, newKey);
const text = exportText("jsonl", lines);

/** An export of the whole log whose checkpoint this key has signed. */
function filesBy(key: typeof testKey, handovers?: string[]) {
  const log = { checkpoint: signedNote(lines, key), ...(handovers ? { handovers } : {}) };
  const manifest = manifestOf("audit.jsonl", text, lines, {}, log);
  return [fileOf("audit.jsonl", text), fileOf("audit.jsonl.manifest.json", manifest)];
}

test("whoever has only the old key verifies a newer export by the hand-over in its manifest, and is told so", async () => {
  const { verdict, files } = await verifyTest(filesBy(newKey, [handover]), [], testKey);
  expect(verdict).toBe("good");
  expect(files[0]!.proof?.link).toEqual({ at: "2026-06-20T00:00:00.000Z", isLater: true });
  expect(describeFile(files[0]!).join("\n")).toContain(
    "Signed by a key that the key given handed over to, by the hand-over of 2026-06-20T00:00:00.000Z",
  );
});

test("whoever has only the new key checks an export from before with the hand-over beside it, and not without", async () => {
  expect((await verifyTest(filesBy(testKey), [], newKey)).files[0]?.problem?.reason).toBe("wrong_key");
  const given = [...filesBy(testKey), fileOf("keydesk-log.handovers", handover)];
  const { verdict, files } = await verifyTest(given, [], newKey);
  expect(verdict).toBe("good");
  expect(files.map(({ what }) => what)).toEqual(["audit", "handover"]);
  expect(describeFile(files[0]!).join("\n")).toContain("that the key given took over from");
});

test("checkpoints from outside are held against it whichever of the keys signed them", async () => {
  const outside = [10, 20].map((count, i) =>
    fileOf(`checkpoint-${count}.txt`, signedNote(lines.slice(0, count), [testKey, newKey][i])),
  );
  for (const key of [testKey, newKey])
    expect((await verifyTest(filesBy(newKey, [handover]), outside, key)).verdict).toBe("good");
});

test("a key that was swapped without a hand-over is caught, also beside one that is forged, of others, or of another deployment", async () => {
  const mallory = openTestKey();
  const forged = handoverNote(mallory, newKey).replaceAll(
    Buffer.from(mallory.publicKey).toString("base64"),
    Buffer.from(testKey.publicKey).toString("base64"),
  );
  for (const [handovers, reason] of [
    [undefined, "wrong_key"],
    [[handover], "wrong_key"],
    [[handoverNote(mallory, openTestKey())], "wrong_key"],
    [[handoverNote(newKey, mallory)], "wrong_key"],
    [[handover.replace("2026", "2025")], "bad_signature"],
    [[forged], "wrong_key"],
    [["nonsense"], "malformed"],
  ] as const) {
    const { verdict, files } = await verifyTest(filesBy(mallory, handovers && [...handovers]), [], testKey);
    expect([verdict, files[0]?.problem?.reason]).toEqual(["bad", reason]);
  }
});

test("a key that was handed over to is trusted for its own deployment, not for one whose name only begins like it", async () => {
  const link = { publicKey: newKey.publicKey, deployment: "desk.example.com", at: "then", isLater: true };
  const open = openNotesWith([], [link], nodeVerifierCrypto);
  const judge = (deployment: string) => {
    const origin = originOf(deployment, testLogId);
    const head = { size: 1, root: new Uint8Array(32) };
    return open(
      signCheckpoint(origin, head, newKey.publicKey, nodeSha256, (bytes) =>
        signEd25519(newKey.privatePem, bytes),
      ),
    );
  };
  expect(await judge("desk.example.com")).toMatchObject({ ok: true, checkpoint: { link } });
  for (const other of ["desk.example.com/audit/b", "desk.example.com.example.org", "b/desk.example.com"])
    expect(await judge(other)).toEqual({ ok: false, problem: "wrong_key" });
});

test("two hand-overs of one key lead to neither: the old key is in other hands", async () => {
  const mallory = openTestKey();
  const both = [handover, handoverNote(testKey, mallory)];
  for (const key of [newKey, mallory])
    expect((await verifyTest(filesBy(key, both), [], testKey)).verdict).toBe("bad");
  // Who has the new key is not led away by what the old one signs.
  expect((await verifyTest(filesBy(mallory, both), [], newKey)).verdict).toBe("bad");
  expect((await verifyTest(filesBy(newKey, both), [], newKey)).verdict).toBe("good");
});

test("a file of hand-overs that nothing given leads to, or that is changed, is no good file", async () => {
  const of = async (note: string) => {
    const { files } = await verifyTest([...filesBy(testKey), fileOf("handovers.txt", note)]);
    return files.find(({ what }) => what === "handover")?.problem?.reason;
  };
  expect(await of(handover)).toBeUndefined();
  expect(await of(handoverNote(openTestKey(), openTestKey()))).toBe("wrong_key");
  expect(await of(handover.slice(0, -20))).toBe("malformed");
  expect(await of(handover.replace("2026", "2025"))).toBe("bad_signature");
});
