import { addressKey } from "@/domain/limits/address-key";
import { violatedLimits } from "@/domain/limits/judge";
import { endOfDay, windowSeconds } from "@/domain/limits/policies";
import type { LimitStanding, Standing } from "@/domain/limits/standing";
import type { TokenFacts } from "@/domain/verification/decide";
import type { AccountUse } from "@/services/limits/use-reader";
import type { Window, Windows } from "@/services/limits/windows";

/** A request that limits are asked about. */
export type LimitedCall = {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Where it comes from, in canonical form; null when nobody says so. */
  readonly address: string | null;
  /**
   * Whose word the address is: an account's own gateway speaks for that account alone, so that it cannot use up the limit of
   * addresses in the eyes of others. Null: the deployment's gateways, or Keydesk itself.
   */
  readonly toldBy: string | null;
  readonly account: Pick<
    TokenFacts["account"],
    "id" | "requestsPerMinute" | "requestsPerIp" | "licensedAssets"
  > | null;
  /** False for what is refused already, and for what is no call of the account: it spends of the address's limit alone. */
  readonly spends: boolean;
};

/** The key under which a call's address is counted; null when it has none. */
export function addressKeyOf({ address, toldBy }: LimitedCall): string | null {
  if (address === null) return null;
  return toldBy === null ? addressKey(address) : `${toldBy}/${addressKey(address)}`;
}

export type Counters = {
  readonly addresses: Windows;
  readonly minutes: Windows;
  /** Requests that an address may make where no account is known. */
  readonly requestsPerIp: number;
};

/**
 * Decides on a call and counts it, as one: nothing waits in between, so of 150 calls at once exactly as many pass as may. A
 * refused call spends nothing of what refuses it, and prolongs nothing.
 * @param use undefined when no account is known
 */
export function countCall(
  { addresses, minutes, requestsPerIp }: Counters,
  call: LimitedCall,
  use: AccountUse | undefined,
): LimitStanding {
  const { at, account } = call;
  const key = addressKeyOf(call);
  let address = key === null ? undefined : addresses.find(key, at);
  let minute = account === null ? undefined : minutes.find(account.id, at);
  const addressLimit = account?.requestsPerIp ?? requestsPerIp;
  const violated = violatedLimits(
    key === null ? null : { used: address?.count ?? 0, limit: addressLimit },
    account === null || use === undefined || !call.spends
      ? null
      : {
          minute: { used: minute?.count ?? 0, limit: account.requestsPerMinute },
          day: { used: use.today, limit: account.licensedAssets },
        },
  );
  if (key !== null && violated[0] !== "address") address = addresses.count(key, address, at);
  if (account !== null && use !== undefined && call.spends && violated.length === 0) {
    minute = minutes.count(account.id, minute, at);
    use.today += 1;
    use.total += 1;
  }
  return {
    violated,
    address: key === null ? null : windowStanding(address, addressLimit, windowSeconds.address, at),
    account:
      account === null || use === undefined
        ? null
        : {
            minute: windowStanding(minute, account.requestsPerMinute, windowSeconds.minute, at),
            day: { limit: account.licensedAssets, used: use.today, endsInMs: endOfDay(at) - at },
            total: use.total,
          },
  };
}

function windowStanding(window: Window | undefined, limit: number, seconds: number, at: number): Standing {
  return window === undefined
    ? { limit, used: 0, endsInMs: seconds * 1_000 }
    : { limit, used: window.count, endsInMs: window.endsAt - at };
}
