import type { Database } from "@/prisma/client-factory";
import { claimChannel, noteDelivered, noteFailure, releaseChannel } from "@/services/audit/channels/claim";
import { type Delivery, nextDeliveries } from "@/services/audit/channels/next-deliveries";

/** A checkpoint that a place has: its number, and the signed note. */
export type Held = Pick<Delivery, "number" | "note">;

/** A place outside of the building that checkpoints are brought to. */
export type Channel = {
  /** Which one it is in the database: the same after a restart, another for another place. */
  readonly id: string;
  /** For the log: "webhook". */
  readonly name: string;
  /** The last one that the place itself has; null where it cannot say, or has nothing. */
  last?(): Promise<Held | null>;
  /** Brings one there. Rejects with a `ChannelFailure` unless it has arrived. */
  send(delivery: Delivery): Promise<void>;
};

/** A place did not take a delivery; the message says what it did instead, and holds no secret. */
export class ChannelFailure extends Error {
  override readonly name = "ChannelFailure";
}

export type SentRound =
  | { readonly kind: "busy" }
  | { readonly kind: "sent"; readonly count: number }
  | { readonly kind: "failed"; readonly reason: string };

/**
 * Brings out what a channel has not carried yet, in order and each at least once: what was sent is noted after it arrived. "busy" while
 * another process does it, or while a pause after a failure lasts.
 */
export async function sendPending(
  db: Database,
  channel: Channel,
  options: { readonly now: Date; readonly firstPauseMs?: number; readonly isClosing?: () => boolean },
): Promise<SentRound> {
  const claimed = await claimChannel(db, channel.id, options.now);
  if (claimed === null) return { kind: "busy" };
  let noted = claimed.delivered;
  let count = 0;
  try {
    // The place knows better: it may have got one that was not noted any more. Not where it goes on from another history, since an
    // older backup was restored: its numbers are given again, to other checkpoints.
    const last = (await channel.last?.()) ?? null;
    const isOurs = last !== null && (await isInDatabase(db, last));
    const cursor = { delivered: isOurs ? last.number : claimed.delivered, baseline: claimed.baseline };
    for (;;) {
      const deliveries = await nextDeliveries(db, cursor);
      for (const delivery of deliveries) {
        if (options.isClosing?.()) break;
        await channel.send(delivery);
        count++;
        cursor.delivered = delivery.number;
        if (!(await noteDelivered(db, channel.id, delivery.number, noted))) return { kind: "sent", count };
        noted = delivery.number;
      }
      if (deliveries.length === 0 || options.isClosing?.()) break;
    }
  } catch (error) {
    if (!(error instanceof ChannelFailure)) throw error;
    await noteFailure(db, channel.id, error.message, options.firstPauseMs ?? 1_000);
    return { kind: "failed", reason: error.message };
  }
  await releaseChannel(db, channel.id);
  return { kind: "sent", count };
}

/** Whether the database knows this very checkpoint; it does not when an older backup was restored. */
export async function isInDatabase(db: Database, { number, note }: Held): Promise<boolean> {
  const row = await db.auditCheckpoint.findUnique({ where: { number }, select: { note: true } });
  return row?.note === note;
}
