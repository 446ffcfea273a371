import type { Client } from "pg";

/** How a pooler shares out connections so that Keydesk cannot work through it. */
export type Pooling = "by_transactions" | "one_at_a_time";

/**
 * Whether what answers hands connections of the database to whoever has a transaction to run (PgBouncer, PgCat and their like): what one of
 * ours has set, prepared or locked is then another's a moment later. Found out by two connections of one server that nobody else needs to use:
 * each keeps its own backend where there is no pooler, or one that pools by sessions: null. Both have a `query_timeout`.
 */
export async function findPooling(one: Client, other: Client): Promise<Pooling | null> {
  try {
    // A pooler hands out the backend that was given back last, or the one that rests longest: one of the two is the other's.
    const swaps = (await swapsBackends(one, other, one)) || (await swapsBackends(one, other, other));
    return swaps ? "by_transactions" : null;
  } catch (error) {
    // With one backend in all, which the first has, the second would wait for minutes.
    if (error instanceof Error && error.message === silence) return "one_at_a_time";
    throw error;
  }
}

/** What a client says when its `query_timeout` is over. */
const silence = "Query read timeout";

async function swapsBackends(first: Client, second: Client, asked: Client): Promise<boolean> {
  const before = new Map<Client, number>();
  for (const client of [first, second]) {
    await client.query("BEGIN");
    before.set(client, await askBackend(client));
  }
  for (const client of [first, second]) await client.query("COMMIT");
  return (await askBackend(asked)) !== before.get(asked);
}

async function askBackend(client: Client): Promise<number> {
  const { rows } = await client.query<{ backend: number }>("SELECT pg_backend_pid() AS backend");
  return rows[0]?.backend ?? 0;
}
