import { expect } from "vitest";
import type { Delivery } from "@/services/audit/channels/next-deliveries";
import { type Channel, sendPending } from "@/services/audit/channels/send-pending";
import { signLog } from "@/services/audit/log/sign-log";
import { plantEvents, sealAll } from "@/services/testing/audit-log";
import type { OpenWorld } from "@/services/testing/open-world";

/** What tests of channels do with a world. */
export function channelsOf(world: OpenWorld) {
  return {
    /** Signs so many checkpoints of an account, each with an event more. */
    async sign(count: number, logId = world.acme.accountId): Promise<void> {
      for (let i = 0; i < count; i++) {
        await plantEvents(world, logId, 1);
        await sealAll(world);
        await signLog(world.cli, logId, world.clock.now);
      }
    },
    newest: async () => Number((await world.run('SELECT max("number") AS n FROM "AuditCheckpoint"'))[0]!.n),
    send: (channel: Channel) => sendPending(world.db, channel, { now: world.clock.now, firstPauseMs: 1 }),
  };
}

/** Each names the one before: whoever has them all sees no gap. */
export function expectNoGap(deliveries: readonly Delivery[]): void {
  let previous = 0;
  for (const delivery of deliveries) {
    expect(delivery.previous).toBe(previous);
    previous = delivery.number;
  }
}
