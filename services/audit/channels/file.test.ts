import { appendFileSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { fileChannel } from "@/services/audit/channels/file";
import { fileWitness } from "@/services/audit/channels/file-witness";
import type { Delivery } from "@/services/audit/channels/next-deliveries";
import { ChannelFailure } from "@/services/audit/channels/send-pending";
import { outputLine } from "@/services/audit/channels/standard-output";
import { startCheckpointSigner } from "@/services/audit/log/checkpoint-signer";
import { signLog } from "@/services/audit/log/sign-log";
import { plantEvents, sealAll, tamper } from "@/services/testing/audit-log";
import { channelsOf, expectNoGap } from "@/services/testing/checkpoint-channels";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";

let world: OpenWorld;
let folder: string;
let channels: ReturnType<typeof channelsOf>;
beforeAll(async () => {
  world = await openWorld();
  channels = channelsOf(world);
  folder = mkdtempSync(path.join(tmpdir(), "keydesk-channels-"));
});
beforeEach(() => world.run('DELETE FROM "AuditChannel"'));
afterAll(() => world.close());

const sign = (count: number, logId?: string) => channels.sign(count, logId);
const newest = () => channels.newest();
const send: (typeof channels)["send"] = (channel) => channels.send(channel);

describe("a file", () => {
  const lines = (file: string) =>
    readFileSync(file, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Delivery);

  test("gets a line for each; after a crash in the midst of one it goes on behind the last whole one; rotated away, it goes on where it was", async () => {
    const file = path.join(folder, "checkpoints.jsonl");
    await sign(1);
    await send(fileChannel(file));
    await sign(2);
    await send(fileChannel(file));
    const whole = lines(file);
    expectNoGap(whole);
    // Half of the next line, and a row that knows of less than the file: what kill -9 leaves.
    appendFileSync(file, '{"event":"keydesk.audit.che');
    await world.run('UPDATE "AuditChannel" SET "delivered" = 0');
    await sign(1);
    await send(fileChannel(file));
    const text = readFileSync(file, "utf8").split("\n");
    const last = JSON.parse(text.at(-2)!) as Delivery;
    expect(last).toMatchObject({ previous: whole.at(-1)!.number, number: await newest() });
    renameSync(file, `${file}.1`);
    await sign(1);
    await send(fileChannel(file));
    expect(lines(file)).toMatchObject([{ previous: last.number, number: await newest() }]);
  });

  test("that cannot be written is a failure, which is tried again", async () => {
    await sign(1);
    const channel = fileChannel(path.join(folder, "missing", "checkpoints.jsonl"));
    expect(await send(channel)).toEqual({ kind: "failed", reason: "The file cannot be written (ENOENT)." });
    await expect(fileChannel("/proc/version").send({} as Delivery)).rejects.toThrow(ChannelFailure);
  });

  test("an older backup that was restored with everything in it is found by the file: the log is halted before it signs another history, until the file is moved away", async () => {
    const file = path.join(folder, "witness.jsonl");
    const logId = world.other.accountId;
    const told: object[] = [];
    const witness = () => fileWitness(world.db, file, { warn: (facts) => void told.push(facts) });
    await sign(2, logId);
    const [before] = await world.run(
      'SELECT max("size")::int AS size FROM "AuditCheckpoint" WHERE "logId" = $1',
      [logId],
    );
    await sign(2, logId);
    await send(fileChannel(file));
    await witness().check(world.clock.now);
    expect(told).toEqual([]);
    // All of the log's tables as they were, checkpoints too: the database agrees with itself.
    const restore = [
      'DELETE FROM "AuditLeaf" WHERE "logId" = $1 AND "seq" > $2',
      'DELETE FROM "AuditCheckpoint" WHERE "logId" = $1 AND "size" > $2',
    ];
    for (const sql of restore) await tamper(world, sql, [logId, before!.size]);
    await tamper(world, 'DELETE FROM "AuditTree" WHERE "logId" = $1', [logId]);
    await sealAll(world);

    const signer = startCheckpointSigner(world.cli, { warn: () => undefined }, () => world.clock.now, {
      before: () => witness().check(world.clock.now),
    });
    await plantEvents(world, logId, 5);
    await signer.round();
    await sealAll(world);
    expect(told).toEqual([{ logId, alarm: "behind_outside" }]);
    const count = async () =>
      (await world.run('SELECT count(*)::int AS n FROM "AuditLeaf" WHERE "logId" = $1', [logId]))[0]!.n;
    expect(await count()).toBe(before!.size);
    world.clock.advance(120);
    await signer.round();
    expect(await signLog(world.cli, logId, world.clock.now)).toEqual({ kind: "nothing" });

    renameSync(file, `${file}.before-restore`);
    writeFileSync(file, "");
    await witness().check(world.clock.now);
    await sealAll(world);
    expect(await count()).toBe(Number(before!.size) + 5);
    expect(await signLog(world.cli, logId, world.clock.now)).toEqual({ kind: "signed" });
    await signer.close();
  });

  test("gets every checkpoint that is signed after the restore of an older backup, although it has had their numbers before", async () => {
    const file = path.join(folder, "restored.jsonl");
    const lost = world.other.accountId;
    await sign(1, lost);
    await send(fileChannel(file));
    const noted = await newest();
    await sign(2, lost);
    await send(fileChannel(file));
    await tamper(world, 'DELETE FROM "AuditCheckpoint" WHERE "number" > $1', [noted]);
    await world.run('UPDATE "AuditChannel" SET "delivered" = $1', [noted]);

    const before = lines(file).length;
    await sign(3);
    await send(fileChannel(file));
    await send(fileChannel(file));
    const [first, second, third, ...more] = lines(file).slice(before);
    const logId = world.acme.accountId;
    expect(first).toMatchObject({ number: noted + 1, previous: noted, logId });
    expect(second).toMatchObject({ number: noted + 2, previous: noted + 1, logId });
    expect(third).toMatchObject({ number: noted + 3, previous: noted + 2, logId });
    expect(more).toEqual([]);
  });
});

test("on standard output a checkpoint is a line of JSON, or one of syslog with JSON as its message", () => {
  const delivery: Delivery = {
    number: 7,
    previous: 6,
    logId: world.acme.accountId,
    size: 3,
    signedAt: "2026-06-15T10:30:00.000Z",
    note: "a\n3\nb\n\n— a c\n",
  };
  expect(JSON.parse(outputLine("jsonl", delivery))).toEqual({
    event: "keydesk.audit.checkpoint",
    ...delivery,
  });
  const syslog = outputLine("syslog", delivery);
  expect(syslog).toMatch(/^<110>1 2026-06-15T10:30:00\.000Z \S+ keydesk \d+ checkpoint - \{/);
  expect(syslog).not.toContain("\n");
  expect(JSON.parse(syslog.slice(syslog.indexOf("{")))).toMatchObject({ note: delivery.note });
});
