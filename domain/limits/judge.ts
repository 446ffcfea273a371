import type { LimitName } from "@/domain/limits/policies";

/** Where a limit stands before a request is counted. */
export type Load = { readonly used: number; readonly limit: number };

const none: readonly LimitName[] = [];

/**
 * Which limits refuse a request (design §5). Pure. The address's limit holds for every request; the account's for those that
 * nothing else refuses, and what is refused spends nothing of them. All that are used up are named; the first one decides.
 * @param account null where no account is known, or the request is refused already
 */
export function violatedLimits(
  address: Load | null,
  account: { readonly minute: Load; readonly day: Load } | null,
): readonly LimitName[] {
  const byAddress = address !== null && isUsedUp(address);
  const byMinute = account !== null && isUsedUp(account.minute);
  const byDay = account !== null && isUsedUp(account.day);
  if (!byAddress && !byMinute && !byDay) return none;
  const names: LimitName[] = [];
  if (byAddress) names.push("address");
  if (byMinute) names.push("minute");
  if (byDay) names.push("day");
  return names;
}

function isUsedUp({ used, limit }: Load): boolean {
  return used >= limit;
}
