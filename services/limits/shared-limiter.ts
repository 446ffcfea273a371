import { violatedLimits } from "@/domain/limits/judge";
import { dayOf, endOfDay, requestsPerIpDefault, startOfDay, windowSeconds } from "@/domain/limits/policies";
import type { LimitStanding, Standing } from "@/domain/limits/standing";
import { addressKeyOf, type LimitedCall } from "@/services/limits/count-call";
import { type Limiter, type LimiterLog, limiterBounds, startLimiter } from "@/services/limits/limiter";
import { keepRedisConnection } from "@/services/limits/redis-connection";
import { createSharedCounters, type SharedCounters, type Spent } from "@/services/limits/shared-counters";
import { createUseReader, type UseReader } from "@/services/limits/use-reader";
import { createLookupConnection } from "@/services/verification/lookup-connection";
import { VerificationUnavailable } from "@/services/verification/unavailable";

/** After midnight other processes may have calls of the day before that are not written yet; until then they are read anew. */
const settleMs = 5_000;
/** A connection that nobody waits for yet may take this long. */
const openMsMax = 5_000;
/** A day's counter outlives its day by an hour: clocks of processes differ. */
const dayKeySeconds = windowSeconds.day + 3_600;

/** Calls of an account before today; `until` when that must be read again. */
type Base = { readonly past: number; readonly until: number };
type Shared = { readonly counters: SharedCounters; readonly bases: Map<string, Base> };

/**
 * Counts requests in Redis or Valkey, where all API processes share them. While it is away each process counts by itself, as
 * `startLimiter` does: limits are then held per process, and days go on from what the database knows. Once it is back, days are
 * made at least what the database knows.
 */
export function startSharedLimiter(
  redisUrl: string,
  databaseUrl: string,
  log: LimiterLog,
  now: () => Date = () => new Date(),
): Limiter {
  const local = startLimiter(databaseUrl, log, now);
  const reader = createLookupConnection(databaseUrl, {
    applicationName: "keydesk-limits-shared",
    connectMsMax: limiterBounds.connectMsMax,
    statementMsMax: limiterBounds.statementMsMax,
    settings: {},
  });
  const read = createUseReader((statement) => reader.run(statement));
  let shared: Shared | null = null;
  let isLossTold = false;
  const connection = keepRedisConnection(redisUrl, {
    onReady(client) {
      shared = { counters: createSharedCounters(client), bases: new Map() };
      if (isLossTold) log.warn({}, "limits are shared again");
      isLossTold = false;
    },
    onLost(error) {
      if (shared !== null) local.forgetUses();
      shared = null;
      if (!isLossTold) log.warn({ err: error }, "Redis is away; this process counts limits by itself");
      isLossTold = true;
    },
  });

  const judgeShared = async (through: Shared, call: LimitedCall): Promise<LimitStanding> => {
    try {
      return await spendShared(through, read, call);
    } catch (error) {
      if (error instanceof VerificationUnavailable) throw error;
      // It may answer and yet not count, as with a full memory.
      if (shared === through) connection.giveUp(error);
      // Others count in Redis, so what this process knows of days is old, unless it counts by itself already.
      else if (shared !== null) local.forgetUses();
      return local.judge(call);
    }
  };

  return {
    judge: (call) => (shared === null ? local.judge(call) : judgeShared(shared, call)),
    async restore() {
      // On a busy machine the first call would wait too long for it.
      await Promise.all([connection.tried, reader.open(openMsMax).catch(() => undefined)]);
      await local.restore();
    },
    flush: local.flush,
    async close() {
      connection.close();
      reader.close();
      await local.close();
    },
    state: () => ({
      ...local.state(),
      store: shared === null ? "memory" : "redis",
      isInsured: shared === null,
    }),
  };
}

/** Counts a call in the shared counters: the address first, then the day, then the minute; what is refused is taken back. */
async function spendShared(
  { counters, bases }: Shared,
  read: UseReader,
  call: LimitedCall,
): Promise<LimitStanding> {
  const { at, account } = call;
  const key = addressKeyOf(call);
  const addressLimit = account?.requestsPerIp ?? requestsPerIpDefault;
  const address =
    key === null ? null : await counters.spend("address", key, addressLimit, windowSeconds.address);
  const addressStanding = address === null ? null : standing(address, addressLimit);
  const refusedAddress = address?.isRefused ? addressStanding : null;
  if (account === null) {
    return { violated: violatedLimits(refusedAddress, null), address: addressStanding, account: null };
  }
  const { past, minute, day, isPassed } = await spendAccount(
    counters,
    call.spends && refusedAddress === null,
    account,
    at,
    (dayKey) => loadPast(counters, bases, read, account.id, dayKey, at),
  );
  return {
    violated: isPassed ? [] : violatedLimits(refusedAddress, call.spends ? { minute, day } : null),
    address: addressStanding,
    account: { minute, day: { ...day, endsInMs: endOfDay(at) - at }, total: past + day.used },
  };
}

async function spendAccount(
  counters: SharedCounters,
  spends: boolean,
  account: NonNullable<LimitedCall["account"]>,
  at: number,
  loadPastOf: (dayKey: string) => Promise<number>,
) {
  const { id, requestsPerMinute, licensedAssets } = account;
  const dayKey = `${dayOf(at)}:${id}`;
  const past = await loadPastOf(dayKey);
  // The day before the minute: its counter names the day, so what is given back never lands in a later window.
  let day = spends
    ? await counters.spend("day", dayKey, licensedAssets, dayKeySeconds)
    : await counters.look("day", dayKey, dayKeySeconds);
  const minute =
    spends && !day.isRefused
      ? await counters.spend("minute", id, requestsPerMinute, windowSeconds.minute)
      : await counters.look("minute", id, windowSeconds.minute);
  if (spends && !day.isRefused && minute.isRefused) {
    await counters.giveBack("day", dayKey);
    day = { ...day, used: day.used - 1 };
  }
  return {
    past,
    minute: standing(minute, requestsPerMinute),
    day: standing(day, licensedAssets),
    isPassed: spends && !day.isRefused && !minute.isRefused,
  };
}

// What was used before today, once per account and day; with it the day's counter learns what the database knows of today.
async function loadPast(
  counters: SharedCounters,
  bases: Map<string, Base>,
  read: UseReader,
  accountId: string,
  dayKey: string,
  at: number,
): Promise<number> {
  const known = bases.get(accountId);
  if (known !== undefined && at < known.until) return known.past;
  const use = await read(accountId, at);
  if (use.today > 0) await counters.raise("day", dayKey, use.today, dayKeySeconds);
  const past = use.total - use.today;
  const settled = startOfDay(at) + settleMs;
  bases.set(accountId, { past, until: at < settled ? at + 1_000 : endOfDay(at) });
  return past;
}

function standing({ used, endsInMs }: Spent, limit: number): Standing {
  return { limit, used, endsInMs };
}
