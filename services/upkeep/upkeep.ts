import type { Database } from "@/prisma/client-factory";
import { isDatabaseAway } from "@/services/kernel/database-away";
import { upkeepTasks } from "@/services/upkeep/tasks";
import type { UpkeepTask } from "@/services/upkeep/upkeep-task";

/** Often enough that exports whose process is gone are ended before somebody who waits for one gives up. */
const everyMs = 300_000;
/** After a round that failed, as it does while the database is away. */
const retryMs = 60_000;
/** Rows in one transaction: short, so that nobody waits for it. */
const batchSize = 1_000;

export type Upkeep = {
  /** One round now; rejects, once every other task had its turn, when one failed, and at once when the database does not answer. */
  round(): Promise<void>;
  /** No more rounds; waits for the batch under way. */
  close(): Promise<void>;
};

/** What upkeep tells its process's log. */
export type UpkeepLog = {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
};

/**
 * Removes old rows, at once and every five minutes, in small batches. Every API process runs it; in the database only one is at work at
 * a time, and the others leave the round to it.
 */
export function startUpkeep(
  db: Database,
  log: UpkeepLog,
  now: () => Date = () => new Date(),
  tasks: readonly UpkeepTask[] = upkeepTasks,
): Upkeep {
  let isClosing = false;
  let underWay: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const runTask = async (task: UpkeepTask): Promise<void> => {
    let rows = 0;
    let batch: number | null = batchSize;
    while (batch === batchSize && !isClosing) {
      batch = await runBatch(db, task, now());
      rows += batch ?? 0;
    }
    if (rows > 0) log.info({ rows }, `removed old ${task.name}`);
  };
  const runAll = async (): Promise<void> => {
    const failures: unknown[] = [];
    for (const task of tasks) {
      if (isClosing) break;
      try {
        await runTask(task);
      } catch (error) {
        log.warn({ err: error }, `upkeep of ${task.name} failed; it is tried again`);
        failures.push(error);
        // One that fails holds up no other; while the database is away, all would.
        if (isDatabaseAway(error)) break;
      }
    }
    if (failures.length > 0) throw failures[0];
  };
  const round = (): Promise<void> => {
    underWay = underWay.catch(() => undefined).then(runAll);
    return underWay;
  };
  const schedule = (waitMs: number) => {
    if (isClosing) return;
    timer = setTimeout(tick, waitMs);
    timer.unref();
  };
  const tick = () => {
    round().then(
      () => schedule(everyMs),
      () => schedule(retryMs),
    );
  };
  tick();

  return {
    round,
    async close() {
      isClosing = true;
      clearTimeout(timer);
      await underWay.catch(() => undefined);
    },
  };
}

/** How many rows went, or null while another process is at it. */
async function runBatch(db: Database, task: UpkeepTask, now: Date): Promise<number | null> {
  return db.$transaction(async (tx) => {
    const [lock] = await tx.$queryRaw<[{ isHeld: boolean }]>`
      SELECT pg_try_advisory_xact_lock(hashtextextended('keydesk upkeep', 0)) AS "isHeld"`;
    return lock.isHeld ? task.run(tx, now, batchSize) : null;
  });
}
