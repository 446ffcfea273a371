import { requestsPerIpDefault, windowSeconds } from "@/domain/limits/policies";
import type { LimitStanding } from "@/domain/limits/standing";
import { startPeriodicWriter } from "@/services/kernel/periodic-writer";
import { createAccountUses } from "@/services/limits/account-use";
import { countCall, type LimitedCall } from "@/services/limits/count-call";
import { deleteEndedWindows, readWindows, writeWindows } from "@/services/limits/stored-windows";
import { createUseReader } from "@/services/limits/use-reader";
import { createWindows } from "@/services/limits/windows";
import { createLookupConnection } from "@/services/verification/lookup-connection";

/** Between two rounds in which changed windows are kept, and between two clean-ups, in milliseconds. */
export const keepEveryMs = 1_000;
const cleanEveryMs = 60_000;

export const limiterBounds = {
  /** Addresses that are counted at once; beyond it the one counted longest is forgotten. */
  addressesMax: 200_000,
  connectMsMax: 1_000,
  statementMsMax: 2_000,
} as const;

/** For gauges: where counters live at the moment, and of how many addresses and accounts this process holds any. */
export type LimiterState = {
  readonly store: "memory" | "redis";
  /** True while Redis, which should count, is away. */
  readonly isInsured: boolean;
  readonly addresses: number;
  readonly accounts: number;
};

export type Limiter = {
  /**
   * Decides whether a call is within its limits, and counts it. A promise only where something must be read first. Rejects with
   * `VerificationUnavailable`: what was used cannot be known, so nothing is let through.
   */
  judge(call: LimitedCall): LimitStanding | Promise<LimitStanding>;
  /** Reads what was counted before this process began; again until it succeeds. */
  restore(): Promise<void>;
  /** Keeps what was counted so far. */
  flush(): Promise<void>;
  close(): Promise<void>;
  state(): LimiterState;
};

/** A limiter that may stand in for a shared one. */
export type LocalLimiter = Limiter & {
  /** Has the calls of accounts read again: others counted them meanwhile. */
  forgetUses(): void;
};

/** What the limiter tells its process's log. */
export type LimiterLog = { warn(facts: object, message: string): void };

/**
 * Counts requests in this process (design §5): minutes and addresses in windows that are kept each second and on `close`, days and
 * totals as `AccountUsageDay` has them. After `kill -9` at most the last second is forgotten.
 * @param requestsPerIp per source address and five minutes where no account is known
 */
export function startLimiter(
  databaseUrl: string,
  log: LimiterLog,
  now: () => Date = () => new Date(),
  requestsPerIp = requestsPerIpDefault,
): LocalLimiter {
  const addresses = createWindows(windowSeconds.address * 1_000, limiterBounds.addressesMax);
  const minutes = createWindows(windowSeconds.minute * 1_000, Number.POSITIVE_INFINITY);
  const kinds = [
    { prefix: "address:", windows: addresses },
    { prefix: "minute:", windows: minutes },
  ] as const;
  const counters = { addresses, minutes, requestsPerIp };
  const reader = createLookupConnection(databaseUrl, {
    applicationName: "keydesk-limits",
    connectMsMax: limiterBounds.connectMsMax,
    statementMsMax: limiterBounds.statementMsMax,
    settings: {},
  });
  const uses = createAccountUses(createUseReader((statement) => reader.run(statement)));
  let isRestored = false;
  let restoring: Promise<void> | null = null;
  let cleanedAt = Number.NEGATIVE_INFINITY;

  const readKept = async (): Promise<void> => {
    const moment = now();
    const kept = await reader.run((connection) => readWindows(connection, moment));
    for (const { key, count, endsAt } of kept) {
      const kind = kinds.find(({ prefix }) => key.startsWith(prefix));
      kind?.windows.restore(key.slice(kind.prefix.length), count, endsAt, moment.getTime());
    }
    isRestored = true;
  };
  const restore = (): Promise<void> => {
    if (isRestored) return Promise.resolve();
    restoring ??= readKept().finally(() => {
      restoring = null;
    });
    return restoring;
  };

  const writer = startPeriodicWriter({
    databaseUrl,
    applicationName: "keydesk-limits-writer",
    everyMs: keepEveryMs,
    async write(connect) {
      // What is kept must not be overwritten by what was counted before it was read.
      await restore();
      const at = now();
      const taken = kinds.map(({ prefix, windows }) => ({
        prefix,
        windows,
        unsaved: windows.takeUnsaved(at.getTime()),
      }));
      const rows = taken.flatMap(({ prefix, unsaved }) =>
        unsaved.map(({ key, count, endsAt }) => ({ key: prefix + key, count, endsAt })),
      );
      try {
        if (rows.length > 0) await writeWindows(await connect(), rows);
      } catch (error) {
        for (const { windows, unsaved } of taken) windows.putBack(unsaved);
        throw error;
      }
      if (performance.now() - cleanedAt < cleanEveryMs) return;
      cleanedAt = performance.now();
      await deleteEndedWindows(await connect(), at);
    },
    onFailing: (error) => log.warn({ err: error }, "limits cannot be kept; they are counted and tried again"),
    onRecovered: () => log.warn({}, "limits are kept again"),
  });

  const readThenCount = async (call: LimitedCall, accountId: string): Promise<LimitStanding> => {
    await restore();
    const use = uses.find(accountId, call.at) ?? (await uses.load(accountId, call.at));
    return countCall(counters, call, use);
  };

  return {
    judge(call) {
      if (call.account === null) return countCall(counters, call, undefined);
      const use = isRestored ? uses.find(call.account.id, call.at) : undefined;
      return use === undefined ? readThenCount(call, call.account.id) : countCall(counters, call, use);
    },
    forgetUses: uses.clear,
    restore,
    flush: writer.flush,
    async close() {
      try {
        await writer.close();
      } finally {
        reader.close();
      }
    },
    state: () => ({
      store: "memory",
      isInsured: false,
      addresses: addresses.size(),
      accounts: minutes.size(),
    }),
  };
}
