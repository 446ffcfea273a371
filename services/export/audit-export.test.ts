import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nodeSha256 } from "@/domain/audit/log/node-crypto";
import { logIdOf } from "@/domain/audit/log-id";
import { nodeVerifierCrypto } from "@/domain/audit/verify/node-crypto";
import { readPublicKeys } from "@/domain/audit/verify/public-keys";
import type { VerifyReport } from "@/domain/audit/verify/report";
import { verifyFiles } from "@/domain/audit/verify/verify-files";
import { exportSkipsMax, type Manifest, manifestSkipsMax } from "@/domain/export/manifest";
import { logPublicKeys } from "@/services/audit/log/public-keys";
import { openGapFinder } from "@/services/export/gaps";
import { loadManifest } from "@/services/export/load-manifest";
import { openStartedExport } from "@/services/export/open-started";
import { startExport } from "@/services/export/start";
import { plantEvents, sealAll } from "@/services/testing/audit-log";
import { takeExport } from "@/services/testing/exports";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { makeToken, unwrap } from "@/services/testing/tokens";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
  await plantEvents(world, world.acme.accountId, 300);
  await makeToken(world.acme, { name: "=Nightly" });
  await plantEvents(world, world.acme.accountId, 700);
  await makeToken(world.acme);
  await plantEvents(world, world.other.accountId, 20);
  await sealAll(world);
});
afterAll(() => world.close());

type Given = { readonly name: string; readonly bytes: Uint8Array };
const given = ({ name, bytes }: Given) => ({
  name,
  size: bytes.length,
  async *chunks() {
    yield bytes;
  },
});

/** What an auditor's own machine says of files, with the key alone. */
async function verify(files: readonly Given[]): Promise<VerifyReport> {
  const pems = await logPublicKeys(world.acme.auditor.context, logIdOf(world.acme.accountId));
  const keys = readPublicKeys(pems.map(({ pem }) => pem).join("\n"), nodeSha256);
  if (typeof keys === "string") throw new Error(keys);
  return verifyFiles({
    files: files.map(given),
    checkpoints: [],
    keys,
    crypto: nodeVerifierCrypto,
    findBeside: async () => null,
    onProgress: () => undefined,
  } as never);
}

const filesOf = (taken: { bytes: Buffer; manifest: Manifest }, name = taken.manifest.file): Given[] => [
  { name, bytes: taken.bytes },
  {
    name: `${name}.manifest.json`,
    bytes: Buffer.from(JSON.stringify({ ...taken.manifest, file: name })),
  },
];

describe.each(["csv", "json", "jsonl"] as const)("as %s", (format) => {
  test("the whole trail ends at a checkpoint and verifies; so does one of a filter, with its gaps", async () => {
    const { context } = world.acme.auditor;
    const whole = await takeExport(context, { what: "audit", format });
    expect(whole.manifest.log).toMatchObject({ logId: world.acme.accountId, skips: [] });
    expect((await verify(filesOf(whole))).verdict).toBe("good");
    const some = await takeExport(context, { what: "audit", format, filter: { action: "token.create" } });
    expect(some.manifest).toMatchObject({ rows: 2, filter: { action: "token.create" } });
    const skips = some.manifest.log?.skips;
    expect(Array.isArray(skips) && skips.map(({ before }) => before === null)).toEqual([false, false]);
    expect((await verify(filesOf(some))).verdict).toBe("good");
    const changed = { ...some, bytes: Buffer.from(some.text.replace("=Nightly", "=Weekly!")) };
    expect((await verify(filesOf(changed))).verdict).toBe("bad");
  });
});

test("of nothing that fits, the manifest proves the empty place; another account's trail is another log", async () => {
  const none = await takeExport(world.acme.auditor.context, {
    what: "audit",
    format: "csv",
    filter: { action: "user.remove" },
  });
  expect(none.manifest.rows).toBe(0);
  expect(none.manifest.log?.skips).toMatchObject([{ before: null }]);
  const foreign = await takeExport(world.other.auditor.context, { what: "audit", format: "jsonl" });
  expect(foreign.manifest.log?.logId).toBe(world.other.accountId);
  expect(foreign.text).not.toContain(world.acme.accountId);
});

test("a later export proves the checkpoint of an earlier one to be its beginning", async () => {
  const { context } = world.acme.auditor;
  const ask = { what: "audit", format: "jsonl" } as const;
  const earlier = await takeExport(context, { ...ask, filter: { action: "token" } });
  await plantEvents(world, world.acme.accountId, 5);
  await sealAll(world);
  const later = await takeExport(context, { ...ask, filter: { action: "token" } });
  expect(later.manifest.log?.earlier.map(({ checkpoint }) => checkpoint)).toContain(
    earlier.manifest.log?.checkpoint,
  );
  const report = await verify([...filesOf(earlier, "a.jsonl"), ...filesOf(later, "b.jsonl")]);
  expect(report.verdict).toBe("good");
});

test("with more gaps than a manifest holds, they are a file of their own, in order", async () => {
  const { context } = world.acme.auditor;
  // Every second event is of another action.
  await world.run(
    `INSERT INTO "AuditEvent" ("id", "accountId", "at", "actorKind", "actorName", "action", "outcome")
     SELECT uuidv7(), $1, $2, 'cli', 'Many', CASE WHEN i % 2 = 0 THEN 'session.sign_in' ELSE 'session.sign_out' END, 'done'
     FROM generate_series(1, ${3 * manifestSkipsMax}) i`,
    [world.acme.accountId, world.clock.now],
  );
  await sealAll(world);
  const many = await takeExport(context, {
    what: "audit",
    format: "jsonl",
    filter: { action: "session.sign_out" },
  });
  const name = `${many.manifest.file}.skips.jsonl`;
  expect(many.manifest.log?.skips).toMatchObject({ file: name, count: expect.any(Number) });
  const { skips } = unwrap(await loadManifest(context, { id: many.id }, "export.view"));
  let lines = "";
  for await (const part of skips!) lines += part;
  const kept = many.manifest.log?.skips;
  if (kept === null || kept === undefined || Array.isArray(kept)) throw new Error("no file of gaps");
  expect(lines.split("\n").length - 1).toBe(kept.count);
  expect(Buffer.byteLength(lines)).toBe(kept.bytes);
  const files = [...filesOf(many), { name, bytes: Buffer.from(lines) }];
  expect((await verify(files)).verdict).toBe("good");
  expect(
    (await verify([...filesOf(many), { name, bytes: Buffer.from(lines.slice(0, 5000)) }])).verdict,
  ).not.toBe("good");
});

test("gaps are proven while the file goes by, and not when its reader waits for its end", async () => {
  const { context } = world.acme.auditor;
  const ask = { what: "audit", format: "jsonl", filter: { action: "session.sign_out" } };
  const { id, expected } = unwrap(await startExport(context, ask));
  const { pieces } = unwrap(await openStartedExport(context, { id }));
  const written = () => world.db.exportSkips.count({ where: { exportId: id } });
  let rows = 0;
  while (rows < expected * 0.9) rows += String((await pieces.next()).value).split("\n").length - 1;
  // More than a manifest holds itself have gone by: they are on the way to rows of their own, while nobody asks for more.
  expect(expected * 0.9).toBeGreaterThan(manifestSkipsMax + 500);
  await expect.poll(written, { timeout: 60_000 }).toBeGreaterThan(0);
  const row = await world.db.export.findUniqueOrThrow({ where: { id } });
  expect(row.status).toBe("running");
  // Whoever leaves now leaves nothing of it.
  await pieces.return();
  expect(await written()).toBe(0);
  expect(await world.db.export.findUniqueOrThrow({ where: { id } })).toMatchObject({ status: "cancelled" });
});

test("gaps are found in any rows, a part at a time, however they are taken, and of too many it is said so", () => {
  const finder = openGapFinder(3);
  for (const seq of [1, 2, 5, 6]) finder.row(Buffer.from(`{"seq":${seq},"id":"7"}`));
  expect([finder.waiting(), finder.take(5)]).toEqual([1, [{ from: 2, to: 4, before: 5 }]]);
  finder.row(Buffer.from('{"seq":9,"id":"7"}'));
  finder.end(12);
  expect([finder.waiting(), finder.take(1)]).toEqual([2, [{ from: 6, to: 8, before: 9 }]]);
  expect(finder.take(1)).toEqual([{ from: 9, to: 12, before: null }]);
  expect([finder.waiting(), finder.take(1), finder.isOver()]).toEqual([0, [], false]);
  finder.row(Buffer.from('"20","7"'));
  expect(finder.isOver()).toBe(true);
  const none = openGapFinder(exportSkipsMax);
  none.end(0);
  expect(none.waiting()).toBe(0);
  // Many, taken in other parts than they come.
  const many = openGapFinder(10_000);
  const taken: number[] = [];
  for (let i = 1; i <= 3_000; i++) {
    many.row(Buffer.from(`"${2 * i}","7"`));
    if (i % 7 === 0) taken.push(...many.take(5).map(({ to }) => to));
  }
  for (let part = many.take(400); part.length > 0; part = many.take(400))
    taken.push(...part.map(({ to }) => to));
  expect(taken).toEqual(Array.from({ length: 3_000 }, (_, i) => 2 * i + 1));
});
