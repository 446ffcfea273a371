import { closeConnection, openConnection } from "@/prisma/connection";
import { diagnoseThrough, isServedByThisCode } from "@/prisma/diagnose";
import { type MigrationFile, readMigrations } from "@/prisma/migration-files";

export type Readiness = { readonly ready: true } | { readonly ready: false; readonly reason: string };

/**
 * Makes the check behind `/readyz`: the database answers and has the migrations of this code, and beyond them only such as leave
 * it at work (docs/upgrades.md). Checks that arrive together share one connection, so that asking costs nothing that grows.
 */
export function createReadinessCheck(
  databaseUrl: string,
  migrations: readonly MigrationFile[] = readMigrations(),
): () => Promise<Readiness> {
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
        const diagnosis = await diagnoseThrough(connection, migrations);
        if (diagnosis.kind === "up_to_date" || isServedByThisCode(diagnosis)) return { ready: true };
        return { ready: false, reason: reasons[diagnosis.kind] };
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
  ahead: "The database is newer than this Keydesk, and does not go with it any more.",
  diverged: "The database belongs to another line of Keydesk.",
  failed: "A migration was begun and not finished.",
} as const;
