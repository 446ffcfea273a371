import { RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import { type LimitName, windowSeconds } from "@/domain/limits/policies";
import type { RedisClient } from "@/services/limits/redis-connection";

/** What a counter says after it was asked: requests counted, and how long its window still runs. */
export type Spent = { readonly used: number; readonly endsInMs: number };

/** A call of an account, in its running minute and on one day. */
export type CallToSpend = {
  readonly accountId: string;
  /** The day and the account: its counter is not that of any other day. */
  readonly dayKey: string;
  readonly requestsPerMinute: number;
  readonly requestsPerDay: number;
  /** False: nothing is counted, and only said where both stand. */
  readonly spends: boolean;
  /** Whether the call may be the first one of its day; if not, its counter must be there. */
  readonly mayBeginDay: boolean;
};

export type SharedCounters = {
  /** Counts one request of an address, unless `limit` of them are counted already: then nothing changes, and the window is not prolonged. */
  spendAddress(key: string, limit: number): Promise<Spent & { readonly isRefused: boolean }>;
  /**
   * Counts a call in the minute and on the day of its account, in both or, where either is used up, in neither, as one: others never
   * see a day that is spent by what the minute refuses. Null, and nothing is counted: it would begin the day, and may not.
   */
  spendCall(
    call: CallToSpend,
  ): Promise<{ readonly minute: Spent; readonly day: Spent; readonly isPassed: boolean } | null>;
  /** Makes the counter of a day at least `used`: for a store that forgot what the database knows. */
  raiseDay(dayKey: string, used: number): Promise<void>;
};

/** A day's counter outlives its day by an hour: clocks of processes differ. */
const dayKeySeconds = windowSeconds.day + 3_600;

// In the place of the library's script, which counts refusals too: a limit that is raised would then not let the next call pass,
// and an account's day would be spent by calls that were never answered. ARGV: points, seconds, limit.
const spendScript = `
local used = tonumber(redis.call('GET', KEYS[1]) or '0')
local left = redis.call('PTTL', KEYS[1])
local isNew = left < 0
if isNew then left = ARGV[2] * 1000 end
local after = used + tonumber(ARGV[1])
if after < 0 or (tonumber(ARGV[1]) > 0 and after > tonumber(ARGV[3])) then return {after, left} end
if isNew then redis.call('SET', KEYS[1], after, 'EX', ARGV[2]) else redis.call('INCRBY', KEYS[1], ARGV[1]) end
return {after, left}`;

// KEYS: minute, day. ARGV: their limits, their seconds, whether it spends, whether the day may begin.
const callScript = `
local counters = {}
for i = 1, 2 do
  counters[i] = { used = tonumber(redis.call('GET', KEYS[i]) or '0'), left = redis.call('PTTL', KEYS[i]) }
end
local hasRoom = counters[1].used < tonumber(ARGV[1]) and counters[2].used < tonumber(ARGV[2])
local isPassed = hasRoom and ARGV[5] == '1'
if isPassed and counters[2].left == -2 and ARGV[6] == '0' then return false end
for i = 1, 2 do
  local counter = counters[i]
  local isNew = counter.left < 0
  if isNew then counter.left = ARGV[2 + i] * 1000 end
  if isPassed then
    counter.used = counter.used + 1
    if isNew then redis.call('SET', KEYS[i], counter.used, 'EX', ARGV[2 + i]) else redis.call('INCR', KEYS[i]) end
  end
end
return {isPassed and 1 or 0, counters[1].used, counters[1].left, counters[2].used, counters[2].left}`;

const raiseScript = `
if tonumber(redis.call('GET', KEYS[1]) or '0') < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2]) end
return 0`;

/** Different limits in use at once; beyond it their counters are made anew, which costs a little and forgets nothing. */
const limitersMax = 1_000;

/** Counters that all API processes share, in Redis or Valkey. Every method rejects when the connection is lost. */
export function createSharedCounters(client: RedisClient): SharedCounters {
  const limiters = new Map<number, RateLimiterRedis>();

  const addressLimiter = (limit: number): RateLimiterRedis => {
    let limiter = limiters.get(limit);
    if (limiter === undefined) {
      if (limiters.size >= limitersMax) limiters.clear();
      limiter = new RateLimiterRedis({
        storeClient: client,
        useRedisPackage: true,
        customIncrTtlLuaScript: spendScript,
        keyPrefix: prefixOf("address"),
        points: limit,
        duration: windowSeconds.address,
      });
      limiters.set(limit, limiter);
    }
    return limiter;
  };

  return {
    async spendAddress(key, limit) {
      try {
        const passed = await addressLimiter(limit).consume(key);
        return { used: passed.consumedPoints, endsInMs: passed.msBeforeNext, isRefused: false };
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        // The script answers as if it were counted, which is how the library knows that it is too much.
        return { used: refused.consumedPoints - 1, endsInMs: refused.msBeforeNext, isRefused: true };
      }
    },
    async spendCall({ accountId, dayKey, requestsPerMinute, requestsPerDay, spends, mayBeginDay }) {
      const answer = (await client.eval(callScript, {
        keys: [keyOf("minute", accountId), keyOf("day", dayKey)],
        arguments: [
          requestsPerMinute,
          requestsPerDay,
          windowSeconds.minute,
          dayKeySeconds,
          Number(spends),
          Number(mayBeginDay),
        ].map(String),
      })) as [number, number, number, number, number] | null;
      if (answer === null) return null;
      const [passed, minuteUsed, minuteLeft, dayUsed, dayLeft] = answer;
      return {
        minute: { used: minuteUsed, endsInMs: minuteLeft },
        day: { used: dayUsed, endsInMs: dayLeft },
        isPassed: passed === 1,
      };
    },
    async raiseDay(dayKey, used) {
      await client.eval(raiseScript, {
        keys: [keyOf("day", dayKey)],
        arguments: [String(used), String(dayKeySeconds)],
      });
    },
  };
}

// As the library puts it together.
function keyOf(name: LimitName, key: string): string {
  return `${prefixOf(name)}:${key}`;
}

function prefixOf(name: LimitName): string {
  return `keydesk:${name}`;
}
