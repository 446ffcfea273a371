import { dayOf } from "@/domain/limits/policies";
import type { AccountUse, UseReader } from "@/services/limits/use-reader";

export type AccountUses = {
  /** What is known of an account's calls; undefined until it was loaded. A new day begins at nought. */
  find(accountId: string, at: number): AccountUse | undefined;
  /** Reads what is kept, once per account. Rejects when the database does not answer. */
  load(accountId: string, at: number): Promise<AccountUse>;
  /** Forgets all: somebody else counted meanwhile. */
  clear(): void;
};

/**
 * The calls of each account as `AccountUsageDay` has them, plus those counted here since. That table is the one truth of what was
 * used: it is read when an account is first seen, when no call of this process can be missing in it yet.
 */
export function createAccountUses(read: UseReader): AccountUses {
  let uses = new Map<string, AccountUse>();
  return {
    find(accountId, at) {
      const use = uses.get(accountId);
      return use === undefined ? undefined : onDayOf(use, at);
    },
    async load(accountId, at) {
      const into = uses;
      const kept = await read(accountId, at);
      // Of those that waited for it together, the first one brings it in.
      const known = into.get(accountId);
      if (known !== undefined) return onDayOf(known, at);
      const use = { ...kept };
      into.set(accountId, use);
      return use;
    },
    clear() {
      uses = new Map();
    },
  };
}

function onDayOf(use: AccountUse, at: number): AccountUse {
  const day = dayOf(at);
  // A clock that was set back over midnight does not give the day's calls back.
  if (day > use.day) {
    use.day = day;
    use.today = 0;
  }
  return use;
}
