import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readEd25519Key } from "@/domain/audit/log/node-crypto";
import { nodeVerifierCrypto } from "@/domain/audit/verify/node-crypto";
import { fileOf } from "@/domain/audit/verify/testing/export-files";
import { verifyFiles } from "@/domain/audit/verify/verify-files";
import { logHandovers } from "@/services/audit/log/handovers";
import { rotateLogKey } from "@/services/audit/log/rotate-key";
import { plantEvents, sealAll } from "@/services/testing/audit-log";
import { takeExport } from "@/services/testing/exports";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { unwrap } from "@/services/testing/tokens";

const script = path.join(import.meta.dirname, "../../docs/examples/verify-audit.py");
let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
  await plantEvents(world, world.acme.accountId, 40);
  await sealAll(world);
});
afterAll(() => world.close());

type Taken = Awaited<ReturnType<typeof take>>;
const take = async (name: string) => {
  const taken = await takeExport(world.acme.auditor.context, { what: "audit", format: "jsonl" });
  const manifest = { ...taken.manifest, file: name };
  return { ...taken, files: [fileOf(name, taken.bytes), fileOf(`${name}.manifest.json`, manifest)] };
};
const verdictOf = async (taken: readonly Taken[], pem: string, ...beside: string[]) => {
  const report = await verifyFiles({
    files: [
      ...taken.flatMap(({ files }) => files),
      ...beside.map((note, i) => fileOf(`handovers-${i}.txt`, note)),
    ],
    checkpoints: [],
    keys: [readEd25519Key(pem)!],
    crypto: nodeVerifierCrypto,
    findBeside: async () => null,
    onProgress: () => undefined,
  });
  return report.verdict;
};

test("over a replaced key, who holds either of the two verifies exports from before and after, also against one another", async () => {
  const before = await take("before.jsonl");
  expect(before.manifest.log).not.toHaveProperty("handovers");
  const { pem, retiredPem } = unwrap(await rotateLogKey(world.cli, {}));
  // Nothing is sealed since: the newest checkpoint is the old key's, and is said to be.
  const between = await take("between.jsonl");
  expect(between.manifest.log?.publicKey).toBe(before.manifest.log?.publicKey);
  await plantEvents(world, world.acme.accountId, 5);
  await sealAll(world);
  const after = await take("after.jsonl");
  expect(after.manifest.log?.publicKey).not.toBe(before.manifest.log?.publicKey);
  const notes = await logHandovers(world.cli);
  expect(after.manifest.log?.handovers).toEqual(notes);

  expect(await verdictOf([before], retiredPem)).toBe("good");
  expect(await verdictOf([after], pem)).toBe("good");
  expect(await verdictOf([after], retiredPem)).toBe("good");
  expect(await verdictOf([before], pem)).toBe("bad");
  expect(await verdictOf([before], pem, notes.join(""))).toBe("good");
  for (const key of [pem, retiredPem]) expect(await verdictOf([before, between, after], key)).toBe("good");
});

test("a verifier in another language, written by following the format's page, goes over a replaced key in both directions", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "keydesk-rotated-"));
  const save = (name: string, content: string | Uint8Array) => {
    writeFileSync(path.join(folder, name), content);
    return path.join(folder, name);
  };
  const saveExport = ({ bytes, manifest }: Taken, name: string) => {
    save(`${name}.manifest.json`, JSON.stringify(manifest));
    return save(name, bytes);
  };
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync("python3", [script, ...args], { encoding: "utf8" });
    return `${status} ${stdout}${stderr}`;
  };
  try {
    const older = saveExport(await take("older.jsonl"), "older.jsonl");
    const { pem, retiredPem } = unwrap(await rotateLogKey(world.cli, {}));
    await plantEvents(world, world.acme.accountId, 3);
    await sealAll(world);
    const newer = saveExport(await take("newer.jsonl"), "newer.jsonl");
    const [newKey, oldKey] = [save("new.pem", pem), save("old.pem", retiredPem)];
    const notes = save("handovers.txt", (await logHandovers(world.cli)).join(""));
    expect(run(newer, newKey)).toMatch(/^0 good/);
    expect(run(newer, oldKey)).toMatch(/^0 good/);
    expect(run(older, newKey)).toMatch(/^1 bad: wrong_key/);
    expect(run(older, newKey, notes)).toMatch(/^0 good/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("over a compromised one, the old key leads nowhere; with both given by hand, the newer export goes on from the older", async () => {
  const before = await take("before.jsonl");
  const { pem, retiredPem } = unwrap(await rotateLogKey(world.cli, { compromised: true }));
  await plantEvents(world, world.acme.accountId, 5);
  await sealAll(world);
  const after = await take("after.jsonl");
  expect(await verdictOf([after], pem)).toBe("good");
  expect(await verdictOf([after], retiredPem)).toBe("bad");
  expect(await verdictOf([before], pem, (await logHandovers(world.cli)).join(""))).toBe("bad");
  const both = await verifyFiles({
    files: [...before.files, ...after.files],
    checkpoints: [],
    keys: [pem, retiredPem].map((key) => readEd25519Key(key)!),
    crypto: nodeVerifierCrypto,
    findBeside: async () => null,
    onProgress: () => undefined,
  });
  expect(both.verdict).toBe("good");
});
