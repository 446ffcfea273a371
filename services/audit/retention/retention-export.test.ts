import { afterAll, beforeAll, expect, test } from "vitest";
import { nodeVerifierCrypto } from "@/domain/audit/verify/node-crypto";
import { readPublicKeys } from "@/domain/audit/verify/public-keys";
import { fileOf } from "@/domain/audit/verify/testing/export-files";
import { verifyFiles } from "@/domain/audit/verify/verify-files";
import { logPublicKeys } from "@/services/audit/log/public-keys";
import { signLog } from "@/services/audit/log/sign-log";
import { changeRetention } from "@/services/audit/retention/change";
import { plantEvents, sealAll } from "@/services/testing/audit-log";
import { takeExport } from "@/services/testing/exports";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { unwrap } from "@/services/testing/tokens";
import type { Tenant } from "@/services/testing/world";
import { dropAuditEvents } from "@/services/upkeep/drop-audit-events";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const take = async ({ auditor }: Tenant, name: string) => {
  await sealAll(world);
  const taken = await takeExport(auditor.context, { what: "audit", format: "jsonl", filter: {} });
  const files = [fileOf(`${name}.jsonl`, taken.bytes), fileOf(`${name}.jsonl.manifest.json`, taken.manifest)];
  return { ...taken, files };
};

test("an export after retention says up to where events were dropped, proves the others, and goes on from an export of before", async () => {
  const { acme, other } = world;
  world.clock.advance(-40 * 86_400);
  for (const { accountId } of [acme, other]) await plantEvents(world, accountId, 600);
  await sealAll(world);
  world.clock.advance(40 * 86_400);
  for (const { accountId } of [acme, other]) await signLog(world.cli, accountId, world.clock.now);
  const before = await take(acme, "before");
  unwrap(await changeRetention(acme.administrator.context, { days: 30 }));
  await world.db.$transaction((tx) => dropAuditEvents.run(tx, world.clock.now, 1_000));
  const after = await take(acme, "after");
  expect(before.manifest.log).not.toHaveProperty("droppedThrough");
  expect(after.manifest.log).toMatchObject({ droppedThrough: 600, skips: [{ before: 601 }] });
  expect((await take(other, "other")).manifest.log).not.toHaveProperty("droppedThrough");
  const [key] = await logPublicKeys(world.cli, acme.accountId);
  const keys = readPublicKeys(key!.pem, nodeVerifierCrypto.sha256);
  if (typeof keys === "string") throw new Error(keys);
  const report = await verifyFiles({
    files: [...before.files, ...after.files],
    checkpoints: [],
    keys,
    crypto: nodeVerifierCrypto,
    findBeside: async () => null,
    onProgress: () => undefined,
  });
  expect(report.verdict).toBe("good");
  expect(report.files.map(({ rows }) => rows)).toEqual([before.manifest.rows, after.manifest.rows]);
});
