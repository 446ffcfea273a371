import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "@/prisma/client-factory";
import { type Channel, sendPending } from "@/services/audit/channels/send-pending";

const everyMs = 5_000;
const closeMsMax = 1_000;

export type CheckpointChannels = {
  /** Brings out what waits, on all channels at once. Rejects when the database does not answer. */
  round(): Promise<void>;
  /** There is something new. */
  hurry(): void;
  /** No more rounds; waits a second for the deliveries under way. */
  close(): Promise<void>;
};

/** What channels tell their process's log. */
export type ChannelLog = {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
};

/**
 * Brings signed checkpoints out of the building, so that who runs the database cannot rewrite history alone. Every API process runs this;
 * in the database one of them has a channel at a time.
 */
export function startCheckpointChannels(
  db: Database,
  channels: readonly Channel[],
  log: ChannelLog,
  now: () => Date = () => new Date(),
): CheckpointChannels {
  const failing = new Map<string, string>();
  let isClosing = false;
  let underWay: Promise<unknown> = Promise.resolve();
  let isHurrying = false;

  const sendOn = async (channel: Channel): Promise<void> => {
    const round = await sendPending(db, channel, { now: now(), isClosing: () => isClosing });
    if (round.kind === "failed") {
      if (failing.get(channel.id) !== round.reason)
        log.warn(
          { channel: channel.name, reason: round.reason },
          "audit checkpoints do not leave; it is tried again",
        );
      failing.set(channel.id, round.reason);
    } else if (round.kind === "sent" && failing.delete(channel.id))
      log.info({ channel: channel.name }, "audit checkpoints leave again");
  };
  const round = async (): Promise<void> => {
    const running = underWay
      .catch(() => undefined)
      .then(() => (isClosing ? undefined : Promise.all(channels.map(sendOn))));
    underWay = running;
    await running;
    failing.delete("database");
  };
  const tick = () => {
    round().catch((error: unknown) => {
      if (failing.get("database") === undefined)
        log.warn({ err: error }, "audit checkpoints cannot be read; it is tried again");
      failing.set("database", "away");
    });
  };
  const timer = channels.length === 0 ? undefined : setInterval(tick, everyMs);
  timer?.unref();

  return {
    round,
    hurry() {
      if (isHurrying || isClosing || channels.length === 0) return;
      isHurrying = true;
      setImmediate(() => {
        isHurrying = false;
        tick();
      });
    },
    async close() {
      isClosing = true;
      clearInterval(timer);
      // What a slow receiver is still being told is told again by whoever comes next.
      await Promise.race([underWay.catch(() => undefined), sleep(closeMsMax, undefined, { ref: false })]);
    },
  };
}
