import { hostname } from "node:os";
import { getConfig } from "@/services/config";
import { startHeartbeat } from "@/services/nodes/heartbeat";

/** Has this desk say that it runs, as every node does, until it is told to end. */
export function startDeskHeartbeat(): void {
  const { databaseUrl, port, version } = getConfig();
  const heartbeat = startHeartbeat({
    databaseUrl,
    kind: "desk",
    name: `${hostname()}:${port}`,
    version,
    read: () => ({ limitStore: null, isAlone: false, usageLagMs: 0 }),
  });
  const quietly = () => undefined;
  heartbeat.beat().catch(quietly);
  // Next.js ends the process when it has answered what is open; what is not taken back by then is told as gone.
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.once(signal, () => heartbeat.close().catch(quietly));
}
