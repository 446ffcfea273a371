import { closeConnection, openConnection } from "@/prisma/connection";
import { diagnoseThrough } from "@/prisma/diagnose";
import { readMigrations } from "@/prisma/migration-files";

export type Readiness = { readonly ready: true } | { readonly ready: false; readonly reason: string };

/**
 * Makes the check behind `/readyz`: the database answers and has exactly the migrations of this code. Checks that arrive
 * together share one connection, so that asking costs nothing that grows.
 */
export function createReadinessCheck(databaseUrl: string): () => Promise<Readiness> {
  const migrations = readMigrations();
  let underWay: Promise<Readiness> | null = null;

  const check = async (): Promise<Readiness> => {
    try {
      const connection = await openConnection(databaseUrl, {
        applicationName: "keydesk-readiness",
        connectMsMax: 1_500,
        statementMsMax: 1_500,
        settings: {},
      });
      try {
        const { kind } = await diagnoseThrough(connection, migrations);
        return kind === "up_to_date" ? { ready: true } : { ready: false, reason: reasons[kind] };
      } finally {
        closeConnection(connection);
      }
    } catch {
      // What exactly the driver said is for the log of the database, not for whoever asks.
      return { ready: false, reason: "The database does not answer." };
    }
  };

  return () => {
    underWay ??= check().finally(() => {
      underWay = null;
    });
    return underWay;
  };
}

const reasons = {
  behind: "The database is older than this Keydesk: its migrations are not applied.",
  ahead: "The database is newer than this Keydesk.",
  diverged: "The database belongs to another line of Keydesk.",
  failed: "A migration was begun and not finished.",
} as const;
