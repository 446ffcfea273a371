import { createDatabase, type Database, dropConnections } from "@/prisma/client-factory";
import { type DatabaseWatch, watchDatabase } from "@/services/kernel/database-watch";

/** Opens the pool with which a process outside of the desk asks services; its caller disconnects it at the end. */
export function openDatabase(url: string, connectionsMax?: number): Database {
  return createDatabase(url, connectionsMax);
}

/** Watches the database of a pool, whose connections are given up when it falls silent: nothing waits for them. */
export function watchPool(db: Database, url: string): DatabaseWatch {
  const watch = watchDatabase(url);
  watch.onAway(() => dropConnections(db));
  return watch;
}
