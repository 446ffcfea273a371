import { haltingAlarms, type LogAlarm, logAlarms } from "@/domain/audit/log-alarm";
import { type SigningContext, signLog } from "@/services/audit/log/sign-log";

/** A log with news is signed so often, in milliseconds; more often only for who asks (`currentCheckpoint`). */
export const signEveryMs = 60_000;
const lookEveryMs = 5_000;

export type CheckpointSigner = {
  /** Signs what is due now. Rejects when the database does not answer. */
  round(): Promise<void>;
  /** No more rounds; waits for the one under way. */
  close(): Promise<void>;
};

/** What the signer tells its process's log. */
export type SignerLog = { warn(facts: object, message: string): void };

/**
 * Signs a checkpoint of each log with news, once a minute (design §7). Every API process runs one; the database has them sign one after
 * the other, and each size once.
 * @param around `before` each round, which waits for it; `signed` after one that signed something
 */
export function startCheckpointSigner(
  context: SigningContext,
  log: SignerLog,
  now: () => Date = () => new Date(),
  around: { readonly before?: () => Promise<void>; readonly signed?: () => void } = {},
): CheckpointSigner {
  const told = new Map<string, LogAlarm>();
  let isClosing = false;
  let isFailing = false;
  let underWay: Promise<void> = Promise.resolve();

  const sign = async (): Promise<void> => {
    let isNews = false;
    await around.before?.();
    for (const logId of await findDue(context, now())) {
      if (isClosing) return;
      const result = await signLog(context, logId, now(), signEveryMs);
      if (result.kind === "refused") {
        if (told.get(logId) !== result.alarm)
          log.warn({ logId, alarm: result.alarm }, logAlarms[result.alarm]);
        told.set(logId, result.alarm);
      } else told.delete(logId);
      isNews ||= result.kind === "signed";
    }
    if (isNews) around.signed?.();
  };
  const round = (): Promise<void> => {
    underWay = underWay.catch(() => undefined).then(sign);
    return underWay;
  };
  const tick = () => {
    round().then(
      () => {
        isFailing = false;
      },
      (error: unknown) => {
        if (!isFailing) log.warn({ err: error }, "audit checkpoints cannot be signed; it is tried again");
        isFailing = true;
      },
    );
  };
  const timer = setInterval(tick, lookEveryMs);
  timer.unref();

  return {
    round,
    async close() {
      isClosing = true;
      clearInterval(timer);
      await underWay.catch(() => undefined);
    },
  };
}

// A log that was refused is looked at again as often as one with news: what was wrong may have been put right. One that was signed in
// the future was so before the clock was set back.
async function findDue({ db }: SigningContext, now: Date): Promise<string[]> {
  const before = new Date(now.getTime() - signEveryMs);
  const after = new Date(now.getTime() + signEveryMs);
  const rows = await db.$queryRaw<{ logId: string }[]>`
    SELECT "logId" FROM "AuditTree"
    WHERE ("size" > "signedSize" OR "alarm" IN ('rewritten', 'unsignable')) AND coalesce("alarm", '') <> ALL (${[...haltingAlarms]})
      AND ("signedAt" IS NULL OR "signedAt" <= ${before} OR "signedAt" >= ${after})
    ORDER BY "signedAt" NULLS FIRST, "logId"`;
  return rows.map((row) => row.logId);
}
