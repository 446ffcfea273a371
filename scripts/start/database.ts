import {
  applyMigrations,
  type Diagnosis,
  diagnose,
  explainRefusal,
  isServedByThisCode,
  MigrationRefused,
} from "@/prisma/migrate";
import { StartError } from "@/scripts/bootstrap/start-error.mjs";
import { type EmbeddedDatabase, openEmbeddedDatabase } from "@/scripts/postgres/embedded";
import { describeServer, requireUsableServer } from "@/scripts/start/check-server";

export type OpenDatabase = {
  url: string;
  /** One line for the summary; no secrets. */
  description: string;
  embedded: EmbeddedDatabase | null;
};

/** The server that DATABASE_URL names, or the embedded one, started. */
export async function openDatabase(givenUrl: string | null, dataDirectory: string): Promise<OpenDatabase> {
  if (givenUrl === null) {
    const embedded = await openEmbeddedDatabase(dataDirectory);
    return { url: embedded.url, description: embedded.description, embedded };
  }
  await requireUsableServer(givenUrl);
  return { url: givenUrl, description: `PostgreSQL at ${describeServer(givenUrl)}`, embedded: null };
}

/** Brings the database to this code's schema; a refusal comes with how to mend it. */
export async function migrate(
  databaseUrl: string,
  say: (line: string) => void = () => undefined,
): Promise<string[]> {
  try {
    return await applyMigrations(databaseUrl, undefined, undefined, say);
  } catch (error) {
    if (!(error instanceof MigrationRefused)) throw error;
    throw new StartError(error.message, mendFor(error.diagnosis), error);
  }
}

/** What `migrate` will apply; refuses at once, changing nothing, where it would refuse. */
export async function requireMigratable(databaseUrl: string): Promise<string[]> {
  const diagnosis = await diagnose(databaseUrl);
  if (diagnosis.kind === "up_to_date" || isServedByThisCode(diagnosis)) return [];
  if (diagnosis.kind === "behind") return diagnosis.pending;
  throw new StartError(explainRefusal(diagnosis), mendFor(diagnosis));
}

function mendFor(diagnosis: Diagnosis | null): string {
  switch (diagnosis?.kind) {
    case "ahead":
      return "Start the newer Keydesk that used it last, or name another database.";
    case "diverged":
      return "Start the Keydesk that made this database, or name another database.";
    case "failed":
      return "Finish or undo it with the tool that began it, or restore a backup.";
    default:
      return "The database is as it was before this migration. Mend what the message names, and start again.";
  }
}
