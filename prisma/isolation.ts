import type { ClientBase, QueryConfig } from "pg";

/**
 * What every connection of Keydesk sets for itself, whatever an operator made the default of the database or the user: proofs that
 * lock first and read then need a statement to see what was committed while it waited. Who needs more says so at its BEGIN.
 */
export const isolationSettings = { default_transaction_isolation: "'read committed'" } as const;

/** Sets it on a connection that was just opened. A statement, as a parameter of the start gives way to `options` in a DATABASE_URL. */
export async function setIsolation(client: ClientBase, answerMsMax: number): Promise<void> {
  const text = `SET default_transaction_isolation = ${isolationSettings.default_transaction_isolation}`;
  await client.query({ text, query_timeout: answerMsMax } as QueryConfig);
}
