import { v7 as uuidv7 } from "uuid";
import { heartbeatMs, type NodeKind } from "@/domain/nodes/node-status";
import { startPeriodicWriter } from "@/services/kernel/periodic-writer";

/** What a process says of itself. */
export type NodeReading = {
  readonly limitStore: "memory" | "redis" | null;
  /** True while it counts limits by itself although it should share. */
  readonly isAlone: boolean;
  readonly usageLagMs: number;
};

export type HeartbeatOptions = {
  readonly databaseUrl: string;
  readonly kind: NodeKind;
  /** Machine and port. */
  readonly name: string;
  readonly version: string;
  readonly read: () => NodeReading;
  readonly everyMs?: number;
};

export type Heartbeat = {
  /** Says it now. Rejects when the database does not take it. */
  beat(): Promise<void>;
  /** Takes the row away: this process has not died, it has left. */
  close(): Promise<void>;
};

const beatText = `
INSERT INTO "NodeStatus" AS n ("id", "kind", "name", "version", "startedAt", "seenAt", "limitStore", "aloneSince", "usageLagMs")
VALUES ($1, $2, $3, $4, clock_timestamp() - $5 * interval '1 ms', clock_timestamp(), $6, clock_timestamp() - $7 * interval '1 ms', $8)
ON CONFLICT ("id") DO UPDATE SET "seenAt" = EXCLUDED."seenAt", "limitStore" = EXCLUDED."limitStore", "usageLagMs" = EXCLUDED."usageLagMs",
  "aloneSince" = CASE WHEN EXCLUDED."aloneSince" IS NULL THEN NULL ELSE coalesce(n."aloneSince", EXCLUDED."aloneSince") END`;

/**
 * Has a process say every two seconds that it runs, and how: the overview is made by another process, perhaps on another machine. All
 * times are the database's. What fails is said with the next beat; nothing of it is news for the log.
 */
export function startHeartbeat(options: HeartbeatOptions): Heartbeat {
  const { kind, name, version } = options;
  const id = uuidv7();
  const startedAt = performance.now();
  let aloneAt: number | null = null;
  let isLeaving = false;

  // More often than it is said, so that the time is right.
  const look = (): NodeReading => {
    const reading = options.read();
    aloneAt = reading.isAlone ? (aloneAt ?? performance.now()) : null;
    return reading;
  };
  const watch = setInterval(look, 250);
  watch.unref();

  const writer = startPeriodicWriter({
    databaseUrl: options.databaseUrl,
    applicationName: "keydesk-heartbeat",
    everyMs: options.everyMs ?? heartbeatMs,
    async write(connect) {
      const connection = await connect();
      if (isLeaving) {
        await connection.query(`DELETE FROM "NodeStatus" WHERE "id" = $1`, [id]);
        return;
      }
      const { limitStore, usageLagMs } = look();
      const since = (at: number) => Math.round(performance.now() - at);
      const aloneMs = aloneAt === null ? null : since(aloneAt);
      await connection.query(beatText, [
        id,
        kind,
        name,
        version,
        since(startedAt),
        limitStore,
        aloneMs,
        Math.min(Math.round(usageLagMs), 2 ** 31 - 1),
      ]);
    },
    onFailing: () => undefined,
    onRecovered: () => undefined,
  });

  return {
    beat: writer.flush,
    async close() {
      clearInterval(watch);
      isLeaving = true;
      await writer.close();
    },
  };
}
