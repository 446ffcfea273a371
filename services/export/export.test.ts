import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { manifestSchema } from "@/domain/export/manifest";
import { cancelExport } from "@/services/export/cancel";
import { countExport } from "@/services/export/count";
import { findExport } from "@/services/export/find";
import { listExports } from "@/services/export/list";
import { loadManifest } from "@/services/export/load-manifest";
import { openStartedExport } from "@/services/export/open-started";
import { exportsAtOnceMax, startExport } from "@/services/export/start";
import { takeExport } from "@/services/testing/exports";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { makeToken, unwrap } from "@/services/testing/tokens";
import { endLostExports } from "@/services/upkeep/end-lost-exports";
import { forgetExports } from "@/services/upkeep/forget-exports";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
  await makeToken(world.acme, { name: "Nightly sync" });
  await makeToken(world.other, { name: "Foreign" });
});
afterAll(() => world.close());

const tokens = { what: "tokens", format: "csv" } as const;
const events = (id: string) =>
  world.db.auditEvent.findMany({
    where: { OR: [{ targetId: id }, { details: { path: ["exportId"], equals: id } }] },
    orderBy: { id: "asc" },
    select: { action: true, accountId: true, actorId: true, details: true },
  });

test("a whole export leaves a row, a manifest that fits its bytes, and two events: that it began, and what it was", async () => {
  const { auditor, accountId } = world.acme;
  const { id, bytes, manifest } = await takeExport(auditor.context, {
    ...tokens,
    marked: true,
    filter: { status: ["active"], page: 3, sort: "name" },
  });
  expect(manifestSchema.parse(manifest)).toEqual(manifest);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  expect(manifest).toMatchObject({
    id,
    what: "tokens",
    format: "csv",
    file: "tokens-2026-06-15.csv",
    filter: { status: ["active"] },
    account: { id: accountId },
    exportedBy: { kind: "user", id: auditor.userId, name: auditor.name },
    rows: 1,
    bytes: bytes.length,
    sha256,
    log: null,
  });
  expect(bytes.subarray(0, 3).toString("hex")).toBe("efbbbf");
  expect(await events(id)).toMatchObject([
    { action: "token.export", accountId, actorId: auditor.userId, details: { count: 1, format: "csv" } },
    { action: "export.finish", accountId, actorId: auditor.userId, details: { rows: 1, sha256 } },
  ]);
  expect(unwrap(await listExports(auditor.context)).rows[0]).toMatchObject({
    id,
    status: "done",
    rows: 1,
    sha256,
  });
});

describe("who sees it", () => {
  test("its download is its starter's alone, and once; its manifest is for the account's readers; another account knows nothing of it", async () => {
    const { administrator, auditor, member } = world.acme;
    const { id } = unwrap(await startExport(auditor.context, tokens));
    for (const context of [administrator.context, world.other.administrator.context]) {
      for (const ask of [openStartedExport, findExport, cancelExport])
        expect(await ask(context, { id })).toMatchObject({ refusal: { code: "not_found" } });
    }
    expect(await loadManifest(administrator.context, { id }, "export.view")).toMatchObject({
      refusal: { code: "export_not_whole" },
    });
    const { pieces } = unwrap(await openStartedExport(auditor.context, { id }));
    for await (const _ of pieces);
    expect(await openStartedExport(auditor.context, { id })).toMatchObject({
      refusal: { code: "not_found" },
    });
    expect((await loadManifest(administrator.context, { id }, "export.view")).ok).toBe(true);
    const foreign = world.other.administrator.context;
    expect(await loadManifest(foreign, { id }, "export.view")).toMatchObject({
      refusal: { code: "not_found" },
    });
    expect(unwrap(await listExports(foreign)).rows).toEqual([]);
    for (const verb of [startExport, countExport])
      expect(await verb(member.context, tokens)).toMatchObject({ refusal: { code: "forbidden" } });
    expect(await loadManifest(member.context, { id }, "export.view")).toMatchObject({
      refusal: { code: "forbidden" },
    });
  });

  test("a password of 10 minutes ago is asked for again, of every kind of export", async () => {
    world.clock.advance(601);
    for (const what of ["tokens", "audit", "usage"] as const) {
      expect(await startExport(world.acme.auditor.context, { what, format: "csv" })).toMatchObject({
        refusal: { code: "reauthentication_required" },
      });
      expect((await countExport(world.acme.auditor.context, { what, format: "csv" })).ok).toBe(true);
    }
    world.clock.advance(-601);
  });
});

describe("an end before the end", () => {
  test("who cancels ends it: its row and an event say so, and its download breaks off", async () => {
    const { auditor } = world.acme;
    const { id } = unwrap(await startExport(auditor.context, tokens));
    const { pieces, close } = unwrap(await openStartedExport(auditor.context, { id }));
    expect(unwrap(await cancelExport(auditor.context, { id }))).toEqual({ cancelled: true });
    await expect(
      (async () => {
        for await (const _ of pieces);
      })(),
    ).rejects.toThrow();
    close();
    expect(unwrap(await findExport(auditor.context, { id }))).toMatchObject({
      status: "cancelled",
      sha256: null,
    });
    expect((await events(id)).map((event) => event.action)).toEqual(["token.export", "export.cancel"]);
    // It stays as it ended, and so does one that is whole.
    expect(unwrap(await cancelExport(auditor.context, { id }))).toEqual({ cancelled: false });
    await expect(world.db.export.update({ where: { id }, data: { rows: 9 } })).rejects.toThrow();
  });

  test("a reader that leaves, before the first piece or after it, cancels it too", async () => {
    const { auditor } = world.acme;
    for (const pieceCount of [0, 1]) {
      const { id } = unwrap(await startExport(auditor.context, tokens));
      const { pieces, close } = unwrap(await openStartedExport(auditor.context, { id }));
      if (pieceCount > 0) await pieces.next();
      close();
      await pieces.return();
      await expect
        .poll(async () => unwrap(await findExport(auditor.context, { id })).status)
        .toBe("cancelled");
      expect((await events(id)).at(-1)).toMatchObject({
        action: "export.cancel",
        details: { reason: "the download was broken off" },
      });
    }
  });

  test("one that was never fetched, and one whose process is gone, are ended by the clean-up; in time their rows go", async () => {
    const { auditor } = world.acme;
    const waiting = unwrap(await startExport(auditor.context, tokens));
    const lost = unwrap(await startExport(auditor.context, tokens));
    await world.db.export.update({ where: { id: lost.id }, data: { status: "running", rows: 7 } });
    world.clock.advance(301);
    const run = (task: typeof endLostExports) =>
      world.db.$transaction((tx) => task.run(tx, world.clock.now, 100));
    expect(await run(endLostExports)).toBe(2);
    expect(await run(endLostExports)).toBe(0);
    expect((await events(waiting.id)).at(-1)).toMatchObject({ action: "export.cancel" });
    expect((await events(lost.id)).at(-1)).toMatchObject({
      action: "export.fail",
      details: { rows: 7, reason: "its process ended" },
    });
    expect(await run(forgetExports)).toBe(0);
    world.clock.advance(401 * 86_400);
    expect(await run(forgetExports)).toBeGreaterThan(2);
    world.clock.advance(-401 * 86_400 - 301);
  });

  test("a person has so many under way at once and no more", async () => {
    const { administrator } = world.acme;
    const started = [];
    for (let i = 0; i < exportsAtOnceMax; i++)
      started.push(unwrap(await startExport(administrator.context, tokens)));
    expect(await startExport(administrator.context, tokens)).toMatchObject({
      refusal: { code: "exports_busy", message: expect.stringMatching(/^You have 4 exports under way/) },
    });
    expect((await startExport(world.other.administrator.context, tokens)).ok).toBe(true);
    unwrap(await cancelExport(administrator.context, { id: started[0]!.id }));
    expect((await startExport(administrator.context, tokens)).ok).toBe(true);
  });
});

test.each([
  [{ what: "secrets", format: "csv" }, "what"],
  [{ what: "tokens", format: "xlsx" }, "format"],
  [{ ...tokens, marked: "yes" }, "marked"],
  [{ ...tokens, filter: "all" }, "filter"],
  [{ ...tokens, filter: { status: "lost" } }, "status.0"],
  [{ ...tokens, more: 1 }, "body"],
  [{ what: "usage", format: "csv", filter: { from: "yesterday" } }, "from"],
  [{ what: "audit", format: "csv", filter: { outcome: "perhaps" } }, "outcome"],
])("%j is refused by naming the field, and leaves no row", async (input, field) => {
  const before = await world.db.export.count();
  const answer = await startExport(world.acme.auditor.context, input);
  expect(answer).toMatchObject({ refusal: { code: "invalid_input" } });
  expect(Object.keys((!answer.ok && answer.refusal.fields) || {})).toEqual([field]);
  expect(await world.db.export.count()).toBe(before);
});
