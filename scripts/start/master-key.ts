import { existsSync } from "node:fs";
import path from "node:path";
import type { Database } from "@/prisma/client-factory";
import { StartError } from "@/scripts/bootstrap/start-error.mjs";
import type { Config } from "@/services/config";
import { createKeyring, type Keyring, loadMasterKey } from "@/services/keys/keyring";
import { isForeignMasterKey } from "@/services/setup/is-foreign-master-key";

/** The keys that go with a database. Throws a StartError where the master key is missing, damaged, or another database's. */
export async function openKeyring(config: Config, db: Database): Promise<Keyring> {
  const keys = createKeyring(requireMasterKey(config, (await db.account.count()) === 0));
  if (!(await isForeignMasterKey(db, keys))) return keys;
  throw new StartError(
    "The master key is not the one that this database was made with: every token would be refused.",
    "Set KEYDESK_MASTER_KEY to the other nodes' key, or put master.key back from the backup that goes with the database.",
  );
}

/** A new key beside a database in use would refuse every token and every session, so only an empty one gets it. */
function requireMasterKey(config: Config, isEmpty: boolean): Uint8Array {
  const file = path.join(config.dataDir, "master.key");
  if (!isEmpty && config.masterKey === null && !existsSync(file)) {
    throw new StartError(
      `The master key ${file} is missing, and the tokens in the database cannot be verified without it.`,
      "Put it back from a backup, or set KEYDESK_MASTER_KEY to what it held.",
    );
  }
  try {
    return loadMasterKey(config);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`The master key cannot be used: ${reason}`, "Put it back from a backup.", error);
  }
}
