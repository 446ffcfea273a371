import type { ClientBase, QueryConfig } from "pg";

/** What every connection of Keydesk sets for itself, whatever an operator made the default of the server, the database or the user. */
export const sessionSettings = {
  // Proofs that lock first and read then need a statement to see what was committed while it waited. Who needs more says so at its BEGIN.
  default_transaction_isolation: "'read committed'",
  // Prisma sends times without a zone and takes no notice of the one that they come with: in any other they would be hours off.
  TimeZone: "'UTC'",
  // Values come as text, and are read, hashed and exported in the one form that it has under these.
  DateStyle: "'ISO, YMD'",
  IntervalStyle: "'postgres'",
  bytea_output: "'hex'",
  extra_float_digits: "1",
} as const;

/** The statements that set these, and others, on a connection. Values are the code's own, never input: they are not escaped. */
export function settingStatements(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `SET ${name} = ${value}`)
    .join("; ");
}

/** Sets them on a connection that was just opened. By a statement, as a parameter of the start gives way to `options` in a DATABASE_URL. */
export async function setSession(client: ClientBase, answerMsMax: number): Promise<void> {
  await client.query({
    text: settingStatements(sessionSettings),
    query_timeout: answerMsMax,
  } as QueryConfig);
}
