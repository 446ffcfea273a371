import { spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { leafOf } from "@/domain/audit/log/testing/verify-by-the-page.mjs";
import type { RowsFormat } from "@/domain/audit/verify/file-rows";
import { readManifest } from "@/domain/audit/verify/read-manifest";
import { fileOf } from "@/domain/audit/verify/testing/export-files";
import { manifestSkipsMax } from "@/domain/export/manifest";
import { currentCheckpoint } from "@/services/audit/log/current-checkpoint";
import { logPublicKeys } from "@/services/audit/log/public-keys";
import { changeRetention } from "@/services/audit/retention/change";
import { loadManifest } from "@/services/export/load-manifest";
import { plantEvent, plantEvents, sealAll } from "@/services/testing/audit-log";
import { takeExport } from "@/services/testing/exports";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { makeToken, unwrap } from "@/services/testing/tokens";
import { dropAuditEvents } from "@/services/upkeep/drop-audit-events";

/** The verifier in another language that was written by following docs/audit-format.md. */
const script = path.join(import.meta.dirname, "../../docs/examples/verify-audit.py");
const formats = ["csv", "json", "jsonl"] as const;
let world: OpenWorld;
let folder = "";
beforeAll(async () => {
  world = await openWorld();
  folder = mkdtempSync(path.join(tmpdir(), "keydesk-elsewhere-"));
  world.clock.advance(-40 * 86_400);
  await plantEvents(world, world.acme.accountId, 90);
  await sealAll(world);
  world.clock.advance(40 * 86_400);
  await makeToken(world.acme, { name: '=Nightly "sync" –  Zoë 😀' });
  await plantEvent(world, world.acme.accountId, awkward);
  await plantEvents(world, world.acme.accountId, 200);
  await plantEvents(world, world.other.accountId, 3);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  return world.close();
});

/** What tells one reading of JSON from another: order of names, kinds of nothing, numbers. */
const awkward = {
  "！": [null, -0.5, "", {}, []],
  "😀": { "": false, b: "'", a: "a\r\nb\u2028\u0001" },
  numbers: [0, 12, 1e21, 5e-324, 0.1, 2 ** 53, 123456789012345680000],
};

/** An export of `account` as files beside one another; answers the first. */
async function save(
  name: string,
  format: RowsFormat,
  filter: Record<string, unknown> = {},
  account = world.acme,
) {
  await sealAll(world);
  const { context } = account.auditor;
  const taken = await takeExport(context, { what: "audit", format, filter });
  const file = saveFile(`${name}.${format}`, taken.bytes);
  saveFile(`${name}.${format}.manifest.json`, JSON.stringify(taken.manifest));
  const skips = unwrap(await loadManifest(context, { id: taken.id }, "export.view")).skips;
  const lines: string[] = [];
  if (skips !== null) for await (const part of skips) lines.push(part);
  const named = taken.manifest.log?.skips;
  if (named && !Array.isArray(named)) saveFile(named.file, lines.join(""));
  return { ...taken, file };
}

function saveFile(name: string, content: string | Uint8Array): string {
  writeFileSync(path.join(folder, name), content);
  return path.join(folder, name);
}

async function verify(file: string, kept: readonly string[] = [], pem?: string): Promise<string> {
  const keys = await logPublicKeys(world.acme.auditor.context, world.acme.accountId);
  const key = saveFile("key.pub", pem ?? keys.map((each) => each.pem).join(""));
  const { stdout, stderr } = spawnSync("python3", [script, file, key, ...kept], { encoding: "utf8" });
  return (stdout + stderr).trim();
}

const good = (rows: number, seq: number) =>
  `good: ${rows} rows of log ${world.acme.accountId}, proven up to event ${seq}`;

test("a verifier in another language that follows the page finds every format good, whole and filtered, and each the beginning of the next", async () => {
  const kept: string[] = [];
  for (const format of formats) {
    const whole = await save("whole", format);
    expect(await verify(whole.file, kept)).toBe(good(whole.manifest.rows, whole.manifest.rows));
    const some = await save("some", format, { actor: world.acme.auditor.userId });
    expect(some.manifest.log?.skips).not.toEqual([]);
    expect(await verify(some.file)).toMatch(new RegExp(`^good: ${some.manifest.rows} rows`));
    const now = { now: world.clock.now };
    const note = await currentCheckpoint(world.acme.auditor.context, world.acme.accountId, now);
    kept.push(saveFile(`${format}.txt`, note!.note));
  }
});

test("what was edited, cut out, doubled, moved or cut off is found at its row", async () => {
  for (const format of formats) {
    const { file, text } = await save("tampered", format);
    const [end, head] = format === "csv" ? ["\r\n", 1] : ["\n", format === "json" ? 1 : 0];
    const lines = text.split(end);
    const at = head + 149;
    const changed = async (content: readonly string[]) => {
      saveFile(path.basename(file), content.join(end));
      return verify(file);
    };
    expect(await changed(lines.with(at, lines[at]!.replace("Zoë", "Zoe")))).toBe(
      "bad: edited, event 150, row 150",
    );
    expect(await changed(lines.toSpliced(at, 1))).toBe("bad: missing, event 151 after 149, row 150");
    if (format !== "jsonl") continue;
    expect(await changed(lines.toSpliced(at, 0, lines[at]!))).toMatch(/^bad: duplicated .*row 151$/);
    expect(await changed(lines.with(at, lines[at + 1]!).with(at + 1, lines[at]!))).toMatch(/^bad: missing/);
    expect(await changed(lines.slice(0, at))).toMatch(/^bad: truncated/);
  }
});

test("rows that were written anew with their hashes are altered; another key and another history are told", async () => {
  const { file, text, manifest } = await save("anew", "jsonl");
  const row = { ...JSON.parse(text.split("\n")[149]!), actorName: "Mallory" };
  row.leafHash = leafOf(row).toString("base64");
  saveFile(path.basename(file), text.split("\n").with(149, JSON.stringify(row)).join("\n"));
  expect(await verify(file)).toMatch(/^bad: altered, somewhere among the events 1 to \d+, row \d+$/);
  saveFile(path.basename(file), text);
  const stranger = generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "pem" });
  expect(await verify(file, [], String(stranger))).toMatch(/^bad: wrong_key/);
  // A file that is no key is named, not printed.
  expect(await verify(file, [], "Ceci n’est pas une clé")).toMatch(/^no Ed25519 public key \(PEM\) in \S+$/);
  const note = manifest.log!.checkpoint;
  const forged = note.replace(/\n\d+\n/, "\n7\n");
  expect(await verify(file, [saveFile("forged.txt", forged)])).toMatch(/^bad: bad_signature/);
  const foreign = await save("foreign", "jsonl", {}, world.other);
  expect(await verify(foreign.file)).toMatch(new RegExp(`^good: .* of log ${world.other.accountId}`));
  expect(await verify(file, [saveFile("foreign.txt", foreign.manifest.log!.checkpoint)])).toMatch(
    /^bad: not checked, wrong_log/,
  );
});

test("a manifest is malformed to both verifiers where it is not as the page says, though its checkpoint proves the rows", async () => {
  const { file, manifest } = await save("manifest", "jsonl", { actor: world.acme.auditor.userId });
  const { log } = manifest;
  const skips = log!.skips as { before: number | null; subtrees: unknown[] }[];
  const oneGap = (gap: unknown) => ({ ...manifest, log: { ...log, skips: [gap, ...skips.slice(1)] } });
  for (const changed of [
    { ...manifest, signedBy: "Mallory" },
    { ...manifest, version: true },
    { ...manifest, rows: String(manifest.rows) },
    { ...manifest, account: { ...manifest.account, plan: "platform" } },
    { ...manifest, log: { ...log, handovers: [] } },
    { ...manifest, log: { ...log, publicKey: null } },
    oneGap({ ...skips[0], note: "nothing was here" }),
    oneGap({ ...skips[0], subtrees: [...skips[0]!.subtrees, [true, "A"]] }),
  ]) {
    const written = JSON.stringify(changed);
    saveFile("manifest.jsonl.manifest.json", written);
    expect(await verify(file)).toBe("bad: malformed, no manifest of Keydesk");
    expect(await readManifest(fileOf("manifest.json", written))).toMatchObject({
      ok: false,
      reason: "malformed",
    });
  }
});

test("an export after retention, and one whose gaps are a file of their own, are proven too", async () => {
  const before = await save("before", "csv");
  unwrap(await changeRetention(world.acme.administrator.context, { days: 30 }));
  await world.db.$transaction((tx) => dropAuditEvents.run(tx, world.clock.now, 1_000));
  const after = await save("after", "csv");
  expect(after.manifest.log).toMatchObject({ droppedThrough: 90 });
  const kept = saveFile("before.txt", before.manifest.log!.checkpoint);
  expect(await verify(after.file, [kept])).toMatch(new RegExp(`^good: ${after.manifest.rows} rows`));
  await world.run(
    `INSERT INTO "AuditEvent" ("id", "accountId", "at", "actorKind", "actorName", "action", "outcome")
     SELECT uuidv7(), $1, $2, 'cli', 'Many', CASE WHEN i % 2 = 0 THEN 'session.sign_in' ELSE 'session.sign_out' END, 'done'
     FROM generate_series(1, ${2 * manifestSkipsMax + 100}) i`,
    [world.acme.accountId, world.clock.now],
  );
  const many = await save("many", "jsonl", { action: "session.sign_out" });
  expect(many.manifest.log?.skips).toHaveProperty("count");
  expect(await verify(many.file)).toMatch(new RegExp(`^good: ${many.manifest.rows} rows`));
});
