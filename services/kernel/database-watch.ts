import { setTimeout as sleep } from "node:timers/promises";
import { type Connection, closeConnection, openConnection } from "@/prisma/connection";

export type DatabaseWatch = {
  /** True while the database does not answer: what needs it can be refused at once. */
  isAway(): boolean;
  /** True besides from the moment a connection was lost until a second after there is another: what fails now fails for that reason. */
  isInDoubt(): boolean;
  /** Somebody else's connection has failed: in doubt for a second, and looked at now. */
  doubt(): void;
  /** Called each time that it goes away. */
  onAway(told: () => void): void;
  close(): void;
};

const lookEveryMs = 500;
/** Looks without an answer after which it is away. Counted, not measured: a process that was held up itself sees the answer first. */
const silentLooksMax = 6;
const connectMsMax = 1_500;
const retryMs = 250;
const settleMs = 1_000;

/**
 * Watches whether the database answers, by a connection of its own: it is told of a lost one at once, of a silent one after three
 * seconds, and of its return within a quarter of a second.
 */
export function watchDatabase(databaseUrl: string): DatabaseWatch {
  let connection: Connection | null = null;
  let isAway = false;
  let isClosed = false;
  let isAsking = false;
  let isConnecting = false;
  let silentLooks = 0;
  let doubtUntil = Number.POSITIVE_INFINITY;
  let wasThere = false;
  const listeners: (() => void)[] = [];

  const beAway = () => {
    if (isAway) return;
    isAway = true;
    doubtUntil = Number.POSITIVE_INFINITY;
    for (const told of listeners) told();
  };
  const tryOnce = async (): Promise<void> => {
    try {
      const opened = await openConnection(databaseUrl, {
        applicationName: "keydesk-watch",
        connectMsMax,
        statementMsMax: lookEveryMs * silentLooksMax,
        settings: {},
      });
      if (isClosed || connection !== null) return closeConnection(opened);
      [connection, isAway, isAsking, silentLooks] = [opened, false, false, 0];
      doubtUntil = wasThere ? performance.now() + settleMs : 0;
      wasThere = true;
      opened.once("end", () => lose(opened));
    } catch (error) {
      if (connection === null && !isFull(error)) beAway();
    }
  };
  const connect = async (): Promise<void> => {
    if (isConnecting) return;
    isConnecting = true;
    while (!isClosed && connection === null) {
      // One that began before the network was back hears nothing more: the next one does not wait for it.
      await Promise.race([tryOnce(), sleep(2 * retryMs, undefined, { ref: false })]);
      if (connection === null) await sleep(retryMs, undefined, { ref: false });
    }
    isConnecting = false;
  };
  const lose = (lost: Connection) => {
    if (connection !== lost) return;
    connection = null;
    doubtUntil = Number.POSITIVE_INFINITY;
    closeConnection(lost);
    void connect();
  };
  const look = () => {
    const asked = connection;
    if (asked === null) return;
    if (isAsking) {
      silentLooks += 1;
      if (silentLooks < silentLooksMax) return;
      beAway();
      lose(asked);
      return;
    }
    [isAsking, silentLooks] = [true, 0];
    asked.query("SELECT 1").then(
      () => {
        if (connection === asked) isAsking = false;
      },
      () => lose(asked),
    );
  };
  const timer = setInterval(look, lookEveryMs);
  timer.unref();
  void connect();

  return {
    isAway: () => isAway,
    isInDoubt: () => isAway || performance.now() < doubtUntil,
    doubt() {
      doubtUntil = Math.max(doubtUntil, performance.now() + settleMs);
      if (!isAsking) look();
    },
    onAway: (told) => void listeners.push(told),
    close() {
      isClosed = true;
      clearInterval(timer);
      if (connection !== null) closeConnection(connection);
      connection = null;
    },
  };
}

// It has no connection left for us: it answers, and has work enough.
function isFull(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "53300";
}
