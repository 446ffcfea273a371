import type { Client } from "pg";

const step = /^(CREATE (?:UNIQUE )?INDEX CONCURRENTLY|DROP INDEX CONCURRENTLY IF EXISTS) "(\w+)"[^;]*$/;

/** True for a migration that builds or drops indexes beside traffic, which PostgreSQL refuses inside a transaction. */
export function isBesideTraffic(sql: string): boolean {
  return /\bCONCURRENTLY\b/.test(withoutComments(sql));
}

/** The statements of such a migration. Throws when it holds any other: a killed start would leave half of them. */
export function readIndexSteps(
  sql: string,
): { readonly kind: "create" | "drop"; name: string; sql: string }[] {
  return withoutComments(sql)
    .split(";")
    .map((statement) => statement.trim().replace(/\s+/g, " "))
    .filter((statement) => statement !== "")
    .map((statement) => {
      const [, verb = "", name = ""] = step.exec(statement) ?? [];
      if (name === "") {
        throw new Error(
          `A migration that builds indexes beside traffic holds nothing else, and this is in it: ${statement}`,
        );
      }
      return { kind: verb.startsWith("DROP") ? "drop" : "create", name, sql: statement };
    });
}

/**
 * Builds and drops indexes while everybody reads and writes. Each step may be repeated: what a killed start left half-built is
 * removed, and what it had finished stays.
 */
export async function buildIndexes(client: Client, sql: string, statementMsMax: number): Promise<void> {
  const steps = readIndexSteps(sql);
  // Nobody waits behind these locks, so they may wait as long as the oldest transaction takes.
  await client.query(`SET lock_timeout = 0; SET statement_timeout = ${statementMsMax}`);
  try {
    for (const { kind, name, sql: statement } of steps) {
      if (kind === "create") {
        const found = await client.query<{ valid: boolean }>(
          "SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = to_regclass($1)",
          [`"${name}"`],
        );
        if (found.rows[0]?.valid === true) continue;
        if (found.rows[0]?.valid === false) await client.query(`DROP INDEX CONCURRENTLY "${name}"`);
      }
      await client.query(statement);
    }
  } finally {
    await client.query("RESET lock_timeout; RESET statement_timeout").catch(() => undefined);
  }
}

function withoutComments(sql: string): string {
  return sql.replace(/--.*$/gm, "");
}
