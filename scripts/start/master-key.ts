import { existsSync } from "node:fs";
import path from "node:path";
import { StartError } from "@/scripts/bootstrap/start-error.mjs";
import type { Config } from "@/services/config";
import { loadMasterKey } from "@/services/keys/keyring";

/** A new key beside a database in use would refuse every token and every session, so only an empty one gets it. */
export function requireMasterKey(config: Config, isEmpty: boolean): Uint8Array {
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
