import type { Database } from "@/prisma/client-factory";
import { readLogKeys } from "@/services/audit/log/log-keys";
import type { Keyring } from "@/services/keys/keyring";

/**
 * True where the database was made under another master key: the key that signs its audit logs does not open. Every token would then be answered
 * as unknown, by a node that seems to be well. A database that has signed nothing yet goes with every key.
 */
export async function isForeignMasterKey(db: Database, keys: Keyring): Promise<boolean> {
  if ((await db.auditLogKey.count({ where: { retiredAt: null } })) === 0) return false;
  return !(await readLogKeys(db, keys)).some((key) => key.isCurrent);
}
