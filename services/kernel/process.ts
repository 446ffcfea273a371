import type { Database } from "@/prisma/client-factory";
import { type Config, getConfig } from "@/services/config";
import type { DatabaseWatch } from "@/services/kernel/database-watch";
import { openWatchedDatabase } from "@/services/kernel/open-database";
import { createKeyring, type Keyring, loadMasterKey } from "@/services/keys/keyring";

/** What a process opens once and every request shares. */
export type Process = {
  readonly db: Database;
  readonly keys: Keyring;
  readonly config: Config;
  /** Gives the pool's connections up when the database falls silent: no page waits for it. */
  readonly watch: DatabaseWatch;
};

const holder = globalThis as typeof globalThis & { keydeskProcess?: Process };

/**
 * This process's database pool, keys and configuration, opened at the first call. Kept on globalThis: the development server
 * loads modules again at each change, and would open a pool each time. Throws ConfigError when the environment is not usable.
 */
export function getProcess(): Process {
  if (holder.keydeskProcess === undefined) {
    const config = getConfig();
    const keys = createKeyring(loadMasterKey(config));
    holder.keydeskProcess = { config, keys, ...openWatchedDatabase(config.databaseUrl) };
  }
  return holder.keydeskProcess;
}

/** The watch of this process's database; null before anything was asked of it. */
export function findDatabaseWatch(): DatabaseWatch | null {
  return holder.keydeskProcess?.watch ?? null;
}
