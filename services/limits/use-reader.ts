import { dayOf } from "@/domain/limits/policies";
import type { Connection } from "@/prisma/connection";

/** Calls of an account: on its UTC day (in days since 1970), and ever. */
export type AccountUse = { day: number; today: number; total: number };

/** Reads what is kept of an account's calls on the day of `at`. Rejects when the database does not answer. */
export type UseReader = (accountId: string, at: number) => Promise<AccountUse>;

type Waiting = { readonly accountIds: Set<string>; readonly found: Promise<Map<string, AccountUse>> };

/** Reads `AccountUsageDay`; accounts that come while a statement is under way share the next one. */
export function createUseReader(
  read: <T>(statement: (connection: Connection) => Promise<T>) => Promise<T>,
): UseReader {
  let next: (Waiting & { readonly day: number }) | null = null;
  let last: Promise<unknown> = Promise.resolve();

  const plan = (day: number): Waiting & { readonly day: number } => {
    const accountIds = new Set<string>();
    const found = last.then(() => {
      if (next?.accountIds === accountIds) next = null;
      return read((connection) => readUses(connection, [...accountIds], day));
    });
    last = found.catch(() => undefined);
    return { accountIds, found, day };
  };

  return async (accountId, at) => {
    const day = dayOf(at);
    if (next === null || next.day !== day) next = plan(day);
    next.accountIds.add(accountId);
    const use = (await next.found).get(accountId);
    if (use === undefined) throw new Error("a row for each account that was asked for");
    return use;
  };
}

async function readUses(
  connection: Connection,
  accountIds: readonly string[],
  day: number,
): Promise<Map<string, AccountUse>> {
  const { rows } = await connection.query<{ accountId: string; today: string; total: string }>(
    `SELECT a.id AS "accountId", coalesce(sum(d."count"), 0) AS total,
       coalesce(sum(d."count") FILTER (WHERE d."day" = DATE '1970-01-01' + $2::int), 0) AS today
     FROM unnest($1::uuid[]) AS a(id) LEFT JOIN "AccountUsageDay" d ON d."accountId" = a.id GROUP BY a.id`,
    [accountIds, day],
  );
  return new Map(
    rows.map((row) => [row.accountId, { day, today: Number(row.today), total: Number(row.total) }]),
  );
}
