import { RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import type { LimitName } from "@/domain/limits/policies";
import type { RedisClient } from "@/services/limits/redis-connection";

/** What a counter says after it was asked: requests counted, and how long its window still runs. */
export type Spent = { readonly used: number; readonly endsInMs: number; readonly isRefused: boolean };

export type SharedCounters = {
  /** Counts one request, unless `limit` of them are counted already: then nothing changes, and the window is not prolonged. */
  spend(name: LimitName, key: string, limit: number, seconds: number): Promise<Spent>;
  /** Takes one request back. */
  giveBack(name: LimitName, key: string): Promise<void>;
  /** Says where a counter stands, and counts nothing. */
  look(name: LimitName, key: string, seconds: number): Promise<Spent>;
  /** Makes a counter at least `used`: for a store that forgot what the database knows. */
  raise(name: LimitName, key: string, used: number, seconds: number): Promise<void>;
};

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

const raiseScript = `
if tonumber(redis.call('GET', KEYS[1]) or '0') < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2]) end
return 0`;

/** Different limits in use at once; beyond it their counters are made anew, which costs a little and forgets nothing. */
const limitersMax = 1_000;

/** Counters that all API processes share, in Redis or Valkey. Every method rejects when the connection is lost. */
export function createSharedCounters(client: RedisClient): SharedCounters {
  const limiters = new Map<string, RateLimiterRedis>();

  const limiterOf = (name: LimitName, limit: number): RateLimiterRedis => {
    const id = `${name}/${limit}`;
    let limiter = limiters.get(id);
    if (limiter === undefined) {
      if (limiters.size >= limitersMax) limiters.clear();
      limiter = new RateLimiterRedis({
        storeClient: client,
        useRedisPackage: true,
        customIncrTtlLuaScript: spendScript,
        keyPrefix: prefixOf(name),
        points: limit,
        duration: 1,
      });
      limiters.set(id, limiter);
    }
    return limiter;
  };

  return {
    async spend(name, key, limit, seconds) {
      try {
        const passed = await limiterOf(name, limit).consume(key, 1, { customDuration: seconds });
        return { used: passed.consumedPoints, endsInMs: passed.msBeforeNext, isRefused: false };
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        // The script answers as if it were counted, which is how the library knows that it is too much.
        return { used: refused.consumedPoints - 1, endsInMs: refused.msBeforeNext, isRefused: true };
      }
    },
    async giveBack(name, key) {
      await limiterOf(name, 0).reward(key, 1, { customDuration: 1 });
    },
    async look(name, key, seconds) {
      const found = await limiterOf(name, 0).get(key);
      return found === null
        ? { used: 0, endsInMs: seconds * 1_000, isRefused: false }
        : { used: found.consumedPoints, endsInMs: Math.max(0, found.msBeforeNext), isRefused: false };
    },
    async raise(name, key, used, seconds) {
      await client.eval(raiseScript, {
        keys: [`${prefixOf(name)}:${key}`],
        arguments: [String(used), String(seconds)],
      });
    },
  };
}

function prefixOf(name: LimitName): string {
  return `keydesk:${name}`;
}
