import { afterAll, beforeAll, expect, test } from "vitest";
import { startCheckpointSigner } from "@/services/audit/log/checkpoint-signer";
import { loadLogState } from "@/services/audit/log/log-state";
import { plantEvents, sealAll, tamper } from "@/services/testing/audit-log";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { codeOf, unwrap } from "@/services/testing/tokens";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test("a log with news is signed at most once a minute, whoever looks; one without news is not; one that must not be is told once", async () => {
  const { accountId } = world.acme;
  const told: object[] = [];
  const signers = [0, 1].map(() =>
    startCheckpointSigner(world.cli, { warn: (facts) => void told.push(facts) }, () => world.clock.now),
  );
  const look = () => Promise.all(signers.map((signer) => signer.round()));
  const signed = async () =>
    (
      await world.run('SELECT "size"::int FROM "AuditCheckpoint" WHERE "logId" = $1 ORDER BY "number"', [
        accountId,
      ])
    ).map(({ size }) => size);
  const news = async (count: number) => {
    await plantEvents(world, accountId, count);
    await sealAll(world, () => undefined);
    await look();
  };
  await news(3);
  await news(2);
  world.clock.advance(59);
  await look();
  expect(await signed()).toEqual([3]);
  world.clock.advance(1);
  await look();
  expect(await signed()).toEqual([3, 5]);
  world.clock.advance(600);
  await look();
  expect(await signed()).toEqual([3, 5]);

  const state = async () => unwrap(await loadLogState(world.acme.auditor.context));
  const signedAt = new Date(world.clock.now.getTime() - 600_000);
  expect(await state()).toMatchObject({ seq: 5, waiting: 0, checkpoint: { size: 5, signedAt }, alarm: null });
  await tamper(world, `UPDATE "AuditTree" SET "nodes"[1] = sha256('x') WHERE "logId" = $1`, [accountId]);
  await news(1);
  await look();
  expect(told).toEqual(signers.map(() => ({ logId: accountId, alarm: "rewritten" })));
  expect(await state()).toMatchObject({
    checkpoint: { size: 5 },
    alarm: { kind: "rewritten", since: world.clock.now },
  });
  expect(unwrap(await loadLogState(world.other.auditor.context))).toMatchObject({ seq: 0, alarm: null });
  expect(codeOf(await loadLogState(world.acme.member.context))).toBe("forbidden");
  expect(codeOf(await loadLogState(world.stranger))).toBe("unauthenticated");
  await Promise.all(signers.map((signer) => signer.close()));
});

test("a clock that is set back by hours holds no checkpoint up", async () => {
  const signer = startCheckpointSigner(world.cli, { warn: () => undefined }, () => world.clock.now);
  const logId = world.other.accountId;
  const news = async () => {
    await plantEvents(world, logId, 1);
    await sealAll(world);
    await signer.round();
    const [row] = await world.run('SELECT max("size")::int AS n FROM "AuditCheckpoint" WHERE "logId" = $1', [
      logId,
    ]);
    return row!.n;
  };
  const first = Number(await news());
  world.clock.advance(-6 * 3600);
  expect(await news()).toBe(first + 1);
  // As often as ever from then on, also by a process whose clock is a little behind.
  world.clock.advance(-2);
  expect(await news()).toBe(first + 1);
  world.clock.advance(62);
  expect(await news()).toBe(first + 3);
  await signer.close();
});
