import { dayOf } from "@/domain/limits/policies";
import type { Connection } from "@/prisma/connection";

/** Calls of an account: on its UTC day (in days since 1970), and ever. */
export type AccountUse = { day: number; today: number; total: number };

export type AccountUses = {
  /** What is known of an account's calls; undefined until it was loaded. A new day begins at nought. */
  find(accountId: string, at: number): AccountUse | undefined;
  /** Reads what is kept, once per account. Rejects when the database does not answer. */
  load(accountId: string, at: number): Promise<void>;
};

/**
 * The calls of each account as `AccountUsageDay` has them, plus those counted here since. That table is the one truth of what was
 * used: it is read when an account is first seen, when no call of this process can be missing in it yet.
 */
export function createAccountUses(
  read: <T>(statement: (connection: Connection) => Promise<T>) => Promise<T>,
): AccountUses {
  const uses = new Map<string, AccountUse>();
  let waiting: string[] = [];
  let next: Promise<void> | null = null;
  let last: Promise<unknown> = Promise.resolve();

  const loadWaiting = async (day: number): Promise<void> => {
    const accountIds = waiting;
    waiting = [];
    next = null;
    const rows = await read((connection) => readUses(connection, accountIds, day));
    for (const { accountId, ...use } of rows) if (!uses.has(accountId)) uses.set(accountId, use);
  };

  return {
    find(accountId, at) {
      const use = uses.get(accountId);
      if (use === undefined) return undefined;
      const day = dayOf(at);
      // A clock that was set back over midnight does not give the day's calls back.
      if (day > use.day) {
        use.day = day;
        use.today = 0;
      }
      return use;
    },
    load(accountId, at) {
      waiting.push(accountId);
      if (next === null) {
        // Accounts that come while a statement is under way share the next one.
        next = last.then(() => loadWaiting(dayOf(at)));
        last = next.catch(() => undefined);
      }
      return next;
    },
  };
}

async function readUses(
  connection: Connection,
  accountIds: readonly string[],
  day: number,
): Promise<(AccountUse & { accountId: string })[]> {
  const { rows } = await connection.query<{ accountId: string; today: string; total: string }>(
    `SELECT a.id AS "accountId", coalesce(sum(d."count"), 0) AS total,
       coalesce(sum(d."count") FILTER (WHERE d."day" = DATE '1970-01-01' + $2::int), 0) AS today
     FROM unnest($1::uuid[]) AS a(id) LEFT JOIN "AccountUsageDay" d ON d."accountId" = a.id GROUP BY a.id`,
    [accountIds, day],
  );
  return rows.map((row) => ({
    accountId: row.accountId,
    day,
    today: Number(row.today),
    total: Number(row.total),
  }));
}
