import { isDatabaseAway } from "@/services/kernel/database-away";
import { findDatabaseWatch } from "@/services/kernel/process";

/**
 * Called by Next.js with what a page or an action threw, before its answer begins. Of a database that answers the watch, but has no connection
 * left, is full or takes no changes, the watch learns only here: the edge then tells the failure as what it is, not as a fault of Keydesk.
 */
export function onRequestError(error: unknown): void {
  if (isDatabaseAway(error)) findDatabaseWatch()?.doubt();
}
