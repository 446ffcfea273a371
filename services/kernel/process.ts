import { createDatabase, type Database } from "@/prisma/client-factory";
import { type Config, getConfig } from "@/services/config";
import { createKeyring, type Keyring, loadMasterKey } from "@/services/keys/keyring";

/** What a process opens once and every request shares. */
export type Process = { readonly db: Database; readonly keys: Keyring; readonly config: Config };

const holder = globalThis as typeof globalThis & { keydeskProcess?: Process };

/**
 * This process's database pool, keys and configuration, opened at the first call. Kept on globalThis: the development server
 * loads modules again at each change, and would open a pool each time. Throws ConfigError when the environment is not usable.
 */
export function getProcess(): Process {
  if (holder.keydeskProcess === undefined) {
    const config = getConfig();
    holder.keydeskProcess = {
      config,
      keys: createKeyring(loadMasterKey(config)),
      db: createDatabase(config.databaseUrl),
    };
  }
  return holder.keydeskProcess;
}
