import { createDatabase, type Database } from "@/prisma/client-factory";

/** Opens the pool with which a process outside of the desk asks services; its caller disconnects it at the end. */
export function openDatabase(url: string, connectionsMax?: number): Database {
  return createDatabase(url, connectionsMax);
}
