import { createDatabase, type Database, dropConnections } from "@/prisma/client-factory";
import { type DatabaseWatch, watchDatabase } from "@/services/kernel/database-watch";

/** Opens the pool with which a process outside of the desk asks services; its caller disconnects it at the end. */
export function openDatabase(url: string, connectionsMax?: number): Database {
  return createDatabase(url, connectionsMax);
}

/** The same for a process that serves: the pool's connections are given up when the database falls silent, so that nothing waits for it. */
export function openWatchedDatabase(url: string): { db: Database; watch: DatabaseWatch } {
  const watch = watchDatabase(url);
  const db = createDatabase(url, undefined, watch);
  watch.onAway(() => dropConnections(db));
  return { db, watch };
}
