import { violatedLimits } from "@/domain/limits/judge";
import { dayOf, endOfDay, requestsPerIpDefault, startOfDay } from "@/domain/limits/policies";
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

/** Counts a call in the shared counters: the address first, then minute and day as one. */
async function spendShared(
  { counters, bases }: Shared,
  read: UseReader,
  call: LimitedCall,
): Promise<LimitStanding> {
  const { at, account } = call;
  const key = addressKeyOf(call);
  const addressLimit = account?.requestsPerIp ?? requestsPerIpDefault;
  const address = key === null ? null : await counters.spendAddress(key, addressLimit);
  const addressStanding = address === null ? null : standing(address, addressLimit);
  const refusedAddress = address?.isRefused ? addressStanding : null;
  if (account === null) {
    return { violated: violatedLimits(refusedAddress, null), address: addressStanding, account: null };
  }
  const { id, requestsPerMinute, licensedAssets } = account;
  const dayKey = `${dayOf(at)}:${id}`;
  const spends = call.spends && refusedAddress === null;
  const spendWith = (mayBeginDay: boolean) =>
    counters.spendCall({
      accountId: id,
      dayKey,
      requestsPerMinute,
      requestsPerDay: licensedAssets,
      spends,
      mayBeginDay,
    });
  const known = bases.get(id);
  const isKnown = known !== undefined && at < known.until;
  let past = isKnown ? known.past : await loadPast(counters, bases, read, id, dayKey, at);
  // Of a day that begins the database has just been asked; else Redis may have forgotten a day that it knew.
  let spent = await spendWith(!isKnown);
  if (spent === null) {
    past = await loadPast(counters, bases, read, id, dayKey, at);
    spent = await spendWith(true);
  }
  if (spent === null) throw new Error("a day that may begin has a counter");
  const minute = standing(spent.minute, requestsPerMinute);
  const day = { ...standing(spent.day, licensedAssets), endsInMs: endOfDay(at) - at };
  return {
    violated: spent.isPassed ? [] : violatedLimits(refusedAddress, call.spends ? { minute, day } : null),
    address: addressStanding,
    account: { minute, day, total: past + day.used },
  };
}

// What was used before today; with it the day's counter learns what the database knows of today.
async function loadPast(
  counters: SharedCounters,
  bases: Map<string, Base>,
  read: UseReader,
  accountId: string,
  dayKey: string,
  at: number,
): Promise<number> {
  const use = await read(accountId, at);
  if (use.today > 0) await counters.raiseDay(dayKey, use.today);
  const past = use.total - use.today;
  const settled = startOfDay(at) + settleMs;
  bases.set(accountId, { past, until: at < settled ? at + 1_000 : endOfDay(at) });
  return past;
}

function standing({ used, endsInMs }: Spent, limit: number): Standing {
  return { limit, used, endsInMs };
}
